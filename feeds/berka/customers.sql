-- Clients have no names in the source: each gets a made-up one, always the same for the same client, and is marked so.
-- Born YYMMDD in the 1900s; for women 50 is added to the month. What cannot be read so is left as it is, and rejected.
WITH words AS (
  SELECT ARRAY[
    'Jiří', 'Jan', 'Petr', 'Josef', 'Pavel', 'Martin', 'Tomáš', 'Jaroslav', 'Miroslav', 'Zdeněk', 'Václav', 'Michal',
    'František', 'Jakub', 'Milan', 'Karel', 'Lukáš', 'David', 'Ladislav', 'Vladimír', 'Ondřej', 'Roman', 'Stanislav',
    'Marek', 'Radek', 'Daniel', 'Antonín', 'Vojtěch', 'Filip', 'Adam', 'Miloslav', 'Matěj', 'Aleš', 'Jaromír',
    'Libor', 'Dominik', 'Patrik', 'Vlastimil', 'Jindřich', 'Miloš', 'Oldřich', 'Lubomír', 'Rudolf', 'Ivan', 'Luboš',
    'Robert', 'Štěpán', 'Radim', 'Richard', 'Bohumil', 'Vít', 'Matyáš', 'Rostislav', 'Ivo', 'Luděk', 'Dušan',
    'Kamil', 'Šimon', 'Vladislav', 'Zbyněk', 'Bohuslav', 'Michael', 'Alois', 'Viktor', 'Emil', 'Hynek', 'Kryštof',
    'Eduard', 'Leoš', 'Radomír', 'Ctibor', 'Svatopluk', 'Otakar', 'Přemysl', 'Břetislav', 'Čeněk', 'Erik', 'Bedřich',
    'Tadeáš', 'Norbert'] AS men, ARRAY[
    'Jana', 'Marie', 'Eva', 'Hana', 'Anna', 'Lenka', 'Kateřina', 'Věra', 'Lucie', 'Alena', 'Petra', 'Veronika',
    'Jaroslava', 'Tereza', 'Martina', 'Michaela', 'Jitka', 'Helena', 'Ludmila', 'Zdeňka', 'Ivana', 'Monika',
    'Eliška', 'Zuzana', 'Markéta', 'Jarmila', 'Barbora', 'Jiřina', 'Marcela', 'Kristýna', 'Dana', 'Dagmar', 'Adéla',
    'Pavla', 'Vlasta', 'Miroslava', 'Irena', 'Klára', 'Božena', 'Libuše', 'Marta', 'Nikola', 'Natálie', 'Iveta',
    'Šárka', 'Iva', 'Gabriela', 'Simona', 'Renata', 'Pavlína', 'Jindřiška', 'Blanka', 'Milada', 'Olga', 'Radka',
    'Andrea', 'Daniela', 'Květa', 'Růžena', 'Romana', 'Denisa', 'Naděžda', 'Stanislava', 'Milena', 'Zdenka', 'Ilona',
    'Vladimíra', 'Aneta', 'Karolína', 'Drahomíra', 'Emilie', 'Františka', 'Ivona', 'Kamila', 'Lada', 'Magdaléna',
    'Rostislava', 'Soňa', 'Štěpánka', 'Vendula'] AS women,
  -- as a man and as a woman bears it
  ARRAY[
    'Novák/Nováková', 'Svoboda/Svobodová', 'Novotný/Novotná', 'Dvořák/Dvořáková', 'Černý/Černá',
    'Procházka/Procházková', 'Kučera/Kučerová', 'Veselý/Veselá', 'Horák/Horáková', 'Němec/Němcová',
    'Pokorný/Pokorná', 'Marek/Marková', 'Pospíšil/Pospíšilová', 'Hájek/Hájková', 'Jelínek/Jelínková', 'Král/Králová',
    'Růžička/Růžičková', 'Beneš/Benešová', 'Fiala/Fialová', 'Sedláček/Sedláčková', 'Doležal/Doležalová',
    'Zeman/Zemanová', 'Kolář/Kolářová', 'Navrátil/Navrátilová', 'Čermák/Čermáková', 'Vaněk/Vaňková',
    'Urban/Urbanová', 'Blažek/Blažková', 'Kříž/Křížová', 'Kovář/Kovářová', 'Kratochvíl/Kratochvílová',
    'Bartoš/Bartošová', 'Vlček/Vlčková', 'Polák/Poláková', 'Musil/Musilová', 'Kopecký/Kopecká', 'Šimek/Šimková',
    'Konečný/Konečná', 'Malý/Malá', 'Holub/Holubová', 'Čech/Čechová', 'Štěpánek/Štěpánková', 'Staněk/Staňková',
    'Kadlec/Kadlecová', 'Dostál/Dostálová', 'Soukup/Soukupová', 'Šťastný/Šťastná', 'Mareš/Marešová',
    'Moravec/Moravcová', 'Sýkora/Sýkorová', 'Tichý/Tichá', 'Valenta/Valentová', 'Vávra/Vávrová',
    'Matoušek/Matoušková', 'Bláha/Bláhová', 'Říha/Říhová', 'Ševčík/Ševčíková', 'Bureš/Burešová', 'Hruška/Hrušková',
    'Mašek/Mašková', 'Pavlík/Pavlíková', 'Dušek/Dušková', 'Hrubý/Hrubá', 'Janda/Jandová', 'Mach/Machová',
    'Liška/Lišková', 'Slavík/Slavíková', 'Bednář/Bednářová', 'Kašpar/Kašparová', 'Tomášek/Tomášková',
    'Havel/Havlová', 'Fišer/Fišerová', 'Vacek/Vacková', 'Beran/Beranová', 'Jaroš/Jarošová', 'Strnad/Strnadová',
    'Vítek/Vítková', 'Žák/Žáková', 'Toman/Tomanová', 'Macháček/Macháčková', 'Kubát/Kubátová', 'Zelenka/Zelenková',
    'Richter/Richterová', 'Nedvěd/Nedvědová', 'Hlaváček/Hlaváčková', 'Zedník/Zedníková', 'Kozák/Kozáková',
    'Bílek/Bílková', 'Šulc/Šulcová', 'Kavka/Kavková', 'Hora/Horová', 'Vondráček/Vondráčková', 'Pešek/Pešková',
    'Slezák/Slezáková', 'Kubíček/Kubíčková', 'Ptáček/Ptáčková', 'Kovařík/Kovaříková', 'Sobotka/Sobotková',
    'Mikeš/Mikešová', 'Brož/Brožová', 'Hanák/Hanáková', 'Drábek/Drábková', 'Uhlíř/Uhlířová', 'Krejčí/Krejčí',
    'Zajíček/Zajíčková', 'Horáček/Horáčková', 'Skála/Skálová', 'Peterka/Peterková', 'Vrána/Vránová',
    'Kačer/Kačerová', 'Švec/Švecová', 'Rybář/Rybářová', 'Havránek/Havránková', 'Sokol/Sokolová', 'Pech/Pechová',
    'Trnka/Trnková', 'Bárta/Bártová', 'Chalupa/Chalupová', 'Dolejší/Dolejší', 'Hejda/Hejdová', 'Ježek/Ježková',
    'Kalina/Kalinová', 'Lukeš/Lukešová', 'Mlynář/Mlynářová', 'Nezval/Nezvalová', 'Otáhal/Otáhalová',
    'Pelikán/Pelikánová', 'Rada/Radová', 'Smetana/Smetanová', 'Šmíd/Šmídová', 'Tesař/Tesařová', 'Vašek/Vašková',
    'Zach/Zachová', 'Babický/Babická', 'Dlouhý/Dlouhá', 'Hladký/Hladká', 'Jirák/Jiráková', 'Krátký/Krátká',
    'Lacina/Lacinová', 'Mráz/Mrázová', 'Nový/Nová', 'Ondráček/Ondráčková', 'Popelka/Popelková', 'Rous/Rousová',
    'Suchý/Suchá', 'Široký/Široká', 'Tvrdý/Tvrdá', 'Vysoký/Vysoká', 'Zíka/Zíková'] AS families
), read AS (
  SELECT c.*, CASE WHEN c.birth_number ~ '^\d{6}$' THEN substr(c.birth_number, 3, 2)::int > 50 END AS woman,
         ('x' || substr(md5('given' || c.client_id), 1, 7))::bit(28)::int AS given_number,
         ('x' || substr(md5('family' || c.client_id), 1, 7))::bit(28)::int AS family_number
    FROM client c
), opened AS (
  SELECT d.client_id, min(a.date) AS date FROM disp d JOIN account a ON a.account_id = d.account_id GROUP BY d.client_id
)
SELECT r.origin, r.client_id AS key, 'person' AS kind,
       CASE WHEN r.woman THEN w.women[1 + r.given_number % cardinality(w.women)] ELSE w.men[1 + r.given_number % cardinality(w.men)] END
         || ' ' || split_part(w.families[1 + r.family_number % cardinality(w.families)], '/', CASE WHEN r.woman THEN 2 ELSE 1 END) AS full_name,
       CASE WHEN r.woman IS NULL THEN r.birth_number
            ELSE '19' || substr(r.birth_number, 1, 2) || '-'
                 || lpad((substr(r.birth_number, 3, 2)::int - CASE WHEN r.woman THEN 50 ELSE 0 END)::text, 2, '0')
                 || '-' || substr(r.birth_number, 5) END AS born_on,
       CASE WHEN r.woman THEN 'female' ELSE 'male' END AS sex, 'cs' AS language, r.district_id AS home_premises_key,
       '19' || substr(o.date, 1, 2) || '-' || substr(o.date, 3, 2) || '-' || substr(o.date, 5) AS customer_since, 'true' AS made_up
  FROM read r CROSS JOIN words w LEFT JOIN opened o ON o.client_id = r.client_id
