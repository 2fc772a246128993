-- Find, short names: what people are called for short. Folded, as the search compares words. Where they come from, and how
-- to add some: bank/customers/nicknames/README.md. A formal name, a colon, its short forms, a semicolon.

INSERT INTO customers.nicknames (language, formal, short)
SELECT DISTINCT l.language, btrim(split_part(entry, ':', 1), E' \n'), short
  FROM (VALUES
('en', 'abigail: abby abbie gail; abraham: abe bram; adelaide: addie ada heidi; agnes: aggie nessie; albert: al bert
bertie; alexander: alex al sandy xander lex alec; alexandra: alex lexi sandra sandy sasha; alfred: alf alfie
fred freddie al; alice: ali allie; allison: ali allie; amanda: mandy manda; amelia: amy millie mia; andrea:
andie andy drea; andrew: andy drew; angela: angie ange; ann: annie nan nancy; anna: annie; anne: annie nan;
anthony: tony ant; antoinette: toni nettie; antonia: toni; archibald: archie; arnold: arnie; arthur: art
artie; audrey: audie; augustus: gus augie; barbara: barb barbie babs bobbie; bartholomew: bart barty;
beatrice: bea trixie bee; benedict: ben bennie; benjamin: ben benny benji; bernadette: bernie detta;
bernard: bernie barney; bertha: bertie; beverly: bev; bradford: brad; bradley: brad; brenda: bren; bridget:
biddy bridie; calvin: cal; cameron: cam; candace: candy; carol: carrie; caroline: carrie caro carol lina;
carolyn: carrie lyn; cassandra: cassie sandra cass; catherine: cathy kate katie cath kit kitty cat; cecilia:
cece cissy celia; charles: charlie chuck chas chip; charlotte: charlie lottie lotte char; chester: chet;
christian: chris; christina: chris chrissy tina christy; christine: chris chrissy tina christy; christopher:
chris kit topher christy; clarence: clare; clifford: cliff; clinton: clint; constance: connie; cornelius:
neil corny; curtis: curt; cynthia: cindy cyndi; daniel: dan danny; danielle: dani elle; darlene: darla;
david: dave davey davy; deborah: deb debbie debby; debra: deb debbie; delilah: lila; denise: dee denny;
dennis: denny den; diana: di; dolores: dolly lola; dominic: dom nick; donald: don donnie donny; dorothy: dot
dottie dolly dora; douglas: doug; edgar: ed eddie; edmund: ed eddie ned ted; edward: ed eddie ned ted teddy;
edwin: ed eddie ned; eleanor: ellie nell nellie nora ella lenore; elijah: eli; elizabeth: liz lizzie beth
betty bess betsy eliza libby lisa elsie lisbeth bessie liza; ellen: ellie nell nellie; emily: em emmy
millie; emma: em emmy; eric: rick; ernest: ernie; esther: essie hettie; ethel: eth; eugene: gene; evelyn:
evie eve lyn; ezekiel: zeke; faith: fay; florence: flo florrie flossie; frances: fran frannie fanny francie;
francis: frank fran; franklin: frank; frederick: fred freddie freddy rick fritz; gabriel: gabe; gabrielle:
gabby elle; genevieve: gen jenny eve viv; geoffrey: geoff jeff; george: georgie; georgina: georgie gina;
gerald: gerry jerry; geraldine: gerry geri; gertrude: gertie trudy; gilbert: gil bert; grace: gracie;
gregory: greg; gwendolyn: gwen wendy; hannah: annie; harold: harry hal; harriet: hattie harrie; harrison:
harry; harvey: harv; helen: nell nellie lena; henrietta: hettie etta; henry: harry hank hal; herbert: herb
bert; howard: howie; hubert: bert hugh; ignatius: iggy; isaac: ike zac; isabel: izzy bella belle isa;
isabella: izzy bella isa; jacob: jake jay; jacqueline: jackie; james: jim jimmy jamie jem; jane: janie;
janet: jan; janice: jan; jasmine: jas jazz; jason: jay; jean: jeanie; jeffrey: jeff; jennifer: jen jenny
jenn; jeremiah: jerry jem; jeremy: jerry jem; jerome: jerry; jessica: jess jessie; joan: joanie; joanna: jo;
joanne: jo; john: jack johnny jon; jonathan: jon jonny nathan; jordan: jordy; joseph: joe joey; josephine:
jo josie; joshua: josh; joyce: joy; judith: judy jude; julia: jules julie; julian: jules; katherine: kate
katie kathy kat kit kitty kath; kathleen: kathy kath kate katie; kathryn: kathy kate katie; katrina: kat
trina; kenneth: ken kenny; kimberly: kim; kristen: kris kristy; lambert: bert; laura: laurie lori; lauren:
laurie loren; laurence: larry laurie; lawrence: larry lawrie laurie; leonard: len lenny leo; leonardo: leo;
leroy: roy; leslie: les; lester: les; lewis: lew lou; lillian: lily lil; linda: lindy lyn; lorraine: lori;
louis: lou louie; louise: lou; lucille: lucy; lucinda: cindy lucy; lydia: liddy; madeline: maddie;
magdalene: maggie lena; malcolm: mal; marcus: marc mark; margaret: maggie meg peggy marge margie greta daisy
madge peg meggie rita; marianne: mary anne; marilyn: mary lyn; marjorie: marge margie; martha: marty mattie
patty; martin: marty; marvin: marv; mary: molly polly mamie may; matilda: tilly mattie tilda; matthew: matt
matty; maureen: mo; maurice: morrie mo; maximilian: max; maxwell: max; megan: meg; melanie: mel; melissa:
mel lissa missy; melvin: mel; mercedes: mercy; michael: mike mick mickey mikey; michelle: shelly mickey;
mildred: millie; millicent: millie; minerva: minnie; miranda: mandy randy; mitchell: mitch; monica: mona;
montgomery: monty; morris: morrie; mortimer: mort; nancy: nan; naomi: nomi; natalie: nat nattie; natasha:
tasha; nathan: nate nat; nathaniel: nate nat nathan; nicholas: nick nicky nico; nicole: nikki nicky; norman:
norm; octavia: tavia; olive: ollie; oliver: ollie; olivia: liv livvy ollie; oscar: ozzie; oswald: oz ozzie;
pamela: pam; patience: pat; patricia: pat patty patsy trish tricia; patrick: pat paddy rick; paula: polly;
paulina: polly; pauline: polly; penelope: penny; percival: percy; peter: pete; philip: phil pip; philippa:
pip pippa; phillip: phil pip; phyllis: phil; priscilla: cilla prissy; prudence: prue; rachel: rach rae
shelly; ralph: ralphie; randall: randy; randolph: randy rand; raphael: rafe; raymond: ray; rebecca: becky
becca; reginald: reg reggie; richard: rick dick rich richie ricky dickie; robert: bob bobby rob robbie bert
robin; roberta: bobbie; roderick: rod rick; rodney: rod; roger: rodge; roland: rollie; ronald: ron ronnie
ronny; rosalind: roz ros; rose: rosie; rosemary: rose rosie; roxanne: roxy; rudolph: rudy; rupert: rupe;
russell: russ; ruth: ruthie; sabrina: bree; salvatore: sal; samantha: sam sammy; samuel: sam sammy; sandra:
sandy; sarah: sally sadie; scott: scotty; sebastian: seb bas; sharon: shari; sheila: shel; shirley: shirl;
sidney: sid; silas: si; simon: si; sophia: sophie; spencer: spence; stanley: stan; stella: ella; stephanie:
steph stevie; stephen: steve stevie steph; steven: steve stevie; stewart: stew stu; stuart: stu stew; susan:
sue susie suzy; susannah: sue susie; suzanne: sue suzy; sylvester: sly; sylvia: sylvie; tabitha: tabby;
tamara: tammy; terence: terry; teresa: terry tess tessa; thaddeus: thad tad; theodora: dora thea; theodore:
ted teddy theo; theresa: terry tess tessa tracy; thomas: tom tommy thom; tiffany: tiff; timothy: tim timmy;
tobias: toby; tristan: tris; ulysses: uly; valerie: val; vanessa: nessa; vera: vee; vernon: vern; veronica:
ronnie vera ronni; victor: vic; victoria: vicky vic tori; vincent: vince vinny; viola: vi; violet: vi;
virgil: virge; virginia: ginny ginger; vivian: viv; wallace: wally; walter: walt wally; wendell: wen;
wesley: wes; wilbur: will; wilfred: wilf fred; wilhelmina: mina billie minnie willa; william: bill billy
will willy liam; winifred: winnie freda; winston: win; yolanda: yoli; yvonne: vonnie; zachary: zach zack
zak; zoe: zo'),
('es', 'adriana: adri nana; alberto: beto tito berto; alejandra: ale sandra jandra alex; alejandro: ale alex jandro;
alfonso: fonso poncho fon; alfredo: fredo fredy alf; alicia: licha ali; ana: anita; andres: andy; angel:
angelito; angela: angelita; angeles: geles; antonia: tona toni; antonio: tono toni tonin antonito; arturo:
turo; asuncion: asun chon; aurelio: yeyo; beatriz: bea betty; begona: bego; benito: beni; benjamin: benja
mincho; bernardo: nardo; candelaria: cande; carlos: carlitos charly cali; carmen: carmela carmencita menchu
carmina mamen; carolina: caro; catalina: cata lina; cayetano: tano; cecilia: ceci; concepcion: concha
conchita conchi; consuelo: chelo consu; cristian: cris; cristina: cris tina; cristobal: tobal cris; daniel:
dani; david: davo; diego: dieguito; dolores: lola loli lolita; domingo: mingo; eduardo: edu lalo guayo;
elena: nena lena ele; emilio: milo emi; encarnacion: encarna encarni; enrique: quique kike enri; ernesto:
neto; esperanza: espe; esteban: teban; estefania: estefi fani; eugenia: quena geno; eugenio: geno genio;
eulalia: lali lalia; federico: fede; felipe: pipe feli; fernanda: fer nanda; fernando: fer nando fernan;
francisca: paca paqui fran panchita; francisco: paco pancho fran curro francis quico kiko paquito cisco;
gabriel: gabi gabo; gabriela: gabi gaby; gerardo: gera; german: mancho; gertrudis: tula; gloria: glori;
gonzalo: gonza chalo; graciela: chela; gregorio: goyo; guadalupe: lupe lupita guada; guillermo: guille memo
willy; gustavo: gus tavo; hector: tito; hermenegildo: gildo; hilario: layo; hortensia: tencha; humberto:
beto; ignacio: nacho natxo igna; inmaculada: inma macu; isabel: isa chabela bel isabelita; ismael: isma;
jacinto: chinto; jacobo: cobo; jaime: jimmy; javier: javi javo xavi; jesus: chuy suso chus; joaquin: quino
joaco chimo ximo; jorge: coque jorgito yoyo; jose: pepe pepito josete; josefa: pepa pepita fefa; josefina:
fina pepa josefa jose; juan: juanito juancho juanjo; juana: juanita; julia: juli; julian: juli; julio:
julito; laura: lau laurita; leonardo: leo nardo; leonor: leo nora; leticia: leti; lorenzo: loren lencho;
lourdes: lulu; lucia: lucy luchi; luis: lucho luisito; luisa: lucha luisi; magdalena: magda malena lena;
manuel: manolo manu lolo manolito meme; manuela: manoli manola manu lela; marcelino: lino; margarita: marga
rita margot; maria: mari maruja mariquita marieta; mariano: nano; maribel: mari; mario: mayito; marta:
martita; martin: tincho; mateo: teo; mauricio: mau; maximiliano: max maxi; mercedes: merche meche
merceditas; miguel: migue miguelito mike; milagros: mila mili milagritos; monica: moni; montserrat: montse;
natalia: nati nata; nicolas: nico colas; norberto: beto; nuria: nuri; olga: olguita; oscar: cari; pablo:
pablito; paloma: palo; patricia: patri pati paty; pedro: perico pedrito perucho; pilar: pili pilarin;
purificacion: puri; rafael: rafa fael fali; rafaela: rafi; ramon: moncho mon ramoncito; raquel: raque; raul:
rulo; refugio: cuca cuco; remedios: reme; ricardo: ricky richi cayo ricar; roberto: beto rober tito;
rodolfo: fito rodo; rodrigo: rodri rigo; rogelio: roge; rosa: rosita; rosario: charo chayo; ruben: rube;
salvador: salva chava; santiago: santi chago yago tiago; santos: santi; sebastian: sebas seba bastian;
sergio: checo; silvia: silvi; simon: simoncito; socorro: coco; sofia: sofi chofi; soledad: sole chole;
susana: susi; teodoro: teo doro; teresa: tere teresita maite; tomas: tomi tomasito; trinidad: trini;
valentina: vale valen; veronica: vero; vicenta: vicen; vicente: chente vicen tente; victor: vic vitin;
victoria: vicky toya; virginia: vir virgi; ximena: xime mena; yolanda: yoli'),
('cs', 'adam: adamek ada; adela: ada adelka; adolf: dolfi dolfa; albert: berta bertik; alena: alenka ala lena; ales:
alesek; alexandr: sasa alex sandr; alexandra: sasa sandra saska; alois: lojza lojzik; alzbeta: betka beta
bety eliska ella; anastazie: nasta; andrea: andrejka adka; anezka: aneza agi; anna: anicka anca anka andula
anda nana anina aninka; antonie: tonicka tonka tonca; antonin: tonda tonik tonicek; arnost: arny; barbora:
bara baruska barka borka barca; bedrich: beda fricek; blanka: blanicka; blazej: blaza; bohdan: bodan boda;
bohumil: bohous bohus mila bohousek; bohumila: bohunka bohuska mila; bohuslav: bohous slava bohus; bozena:
bozka bozenka bozca; bretislav: breta slava; cecilie: cilka cila; cestmir: cesta mira cenda; dagmar: dasa
daska dagmarka; dalibor: borek dalik libor; dana: danka danuska; daniel: dan danek danda danecek; daniela:
dana danka danielka; david: davidek dava; denisa: deniska deny; dominik: domca dominicek; dominika: domca
nika; dorota: dorka dora dorotka; dusan: dusanek duda; eduard: eda edik edous; ela: elinka; elena: elenka
lenka; eliska: ela elinka eli elca; emanuel: eman ema manek; emil: emilek milda; emilie: emilka milka mila
ema; erik: ericek; ester: esterka; eva: evicka evka evca evuse; evzen: evza; filip: filda filipek fila;
frantisek: franta fanda frantik ferda fanous francek; frantiska: fany frantina fanka; gabriel: gabo gabris;
gabriela: gabina gabca gaba; gustav: gusta gustik; hana: hanka hanicka hancha hani hanca; hedvika: heda
hedvicka; helena: helenka hela helca; hynek: hynecek; ignac: nacek; irena: irenka irca; ivan: ivanek vanek;
ivana: ivanka iva ivka; iveta: ivetka iva; ivo: ivos; jakub: kuba kubik jakoubek kubicek; jan: honza jenda
jenik honzik jenicek janek johan jencek; jana: janicka janca janka jaja janina; jarmila: jarka jaruska
jarmilka milka; jaromir: jarda jarek mira jara; jaroslav: jarda jara jarek jarousek slava; jaroslava: jarka
jaruska jarunka slavka; jindrich: jindra jinda henry; jindriska: jindra jinda; jiri: jirka jura jirik
jiricek jirous; jirina: jirka jirinka jiruska; jitka: jituska jitca jitunka; jolana: jolanka jola; josef:
pepa pepik joza jozka pepicek pepan jozin joska; josefa: pepina jozka pepca; julie: julka julinka; kamil:
kamilek kama; kamila: kamca kamilka; karel: kaja karlik karlicek karlos; karla: karlicka karlinka; karolina:
kaja karo karolinka karca lina; katerina: katka kaca kacenka katerinka katuska kata kacka; klara: klarka
klarinka klarca; kristina: kristynka tyna; kristyna: tyna tynka kristynka kika tynuska; kveta: kvetka
kvetuska kvetinka; kvetoslava: kveta slavka; ladislav: lada ladik ladicek slava laco; ladislava: lada ladka;
lenka: lenicka lenca; leos: leosek; libor: liborek borek; libuse: libuska liba libka bozka; lubomir: lubos
lubosek luba mira; lubos: lubosek luba; lucie: lucka lucinka luci; ludek: luda; ludmila: lida liduska mila
lidka liduna; ludvik: luda ludva; lukas: lukasek luky luki; magdalena: magda majda madla lenka majdalenka;
marcela: marcelka marca; marek: marecek mara; marian: maros; marie: marenka maruska majka mana maruna maja
mari marka manka mara manicka marjanka; marketa: maki marky makyna gita marketka marka; martin: marta
martinek mates; martina: marta martinka marticka; matej: mates matejek mata; matous: matousek mata; michael:
misa; michaela: misa miska michalka; michal: misa michalek misak misanek; milada: milka miladka lada mila;
milan: milanek mila; milena: milenka mila milka; milos: milosek mila; miloslav: milos mila slava milda;
miloslava: mila milka slavka; miroslav: mira mirek mirecek slava; miroslava: mirka mira miruska slavka;
monika: monca monicka mona; natalie: natalka nata naty; nela: nelinka; nikola: niki nikolka nika; nina:
ninka; oldrich: olda oldrisek ola; oldriska: olda; olga: olina olinka olgicka ola; ondrej: ondra ondrasek
andy ondrejicek; otakar: ota otik; oto: ota otik; otto: ota otik; patricie: paja patka; patrik: paja
patricek pata; pavel: pavlik paja palo pavlicek; pavla: pavlinka pavlicka paja; pavlina: pavla paja
pavlinka; petr: peta petrik petricek pet pepan; petra: petruska peta petka peca; radek: radecek rada; radim:
radimek rada; radka: radunka rada; radomir: radek mira rada; radoslav: radek slava rada; renata: rena renca
renatka; rene: rena; richard: risa ricky risanek; robert: robin roba robik bob; roman: romanek roma; romana:
romca romanka; rostislav: rosta slava; rudolf: ruda rudla rudolfek; ruzena: ruzenka ruza; samuel: sam samik
samko; sara: sarka sarinka; sarka: sarinka saruska; simon: sima simonek; simona: sima simonka simca;
slavomir: slavek mira; sona: sonicka sonca; stanislav: standa stana slava stanik; stanislava: stana slavka
stanicka; stefan: stefek; stepan: stepa stepanek; stepanka: stepa stepca; svatopluk: svata; sylva: sylvinka;
tatana: tana tanicka tata; tereza: terka terezka teri terca rezka terinka; terezie: terka rezi rezka; tomas:
tom tomik tomasek tomek; vaclav: vasek vena venca vasik vasicek venda slava vencek; vaclava: vendulka;
valentin: valina; vendula: vendy vendulka; vera: verka veruska verunka; veronika: verca verunka vera verka
nika ronka; viktor: vitek vik vika; viktorie: viki vikinka; vilem: vila vilda vilik vilemek; vit: vitek vita
vitecek; vitezslav: vitek slava; vladimir: vlada vladik mira vova vladicek; vladimira: vlada mirka;
vladislav: vlada slava; vlasta: vlasticka; vlastimil: vlasta mila vlastik; vlastimila: vlasta; vojtech:
vojta vojtisek vojtik bela; zaneta: zanetka zana; zbynek: zbysek zbyna; zdena: zdenka zdenicka; zdenek:
zdena zdenda zdenecek zdenous; zdenka: zdena zdenicka; zofie: zofka zofinka; zuzana: zuzka zuza zuzanka zuzi
zuzinka'),
('de', 'adelheid: heidi adele heidrun alke; adolf: adi dolf; agnes: agi nesa; albert: bert albi; albrecht: albi
brecht; alexander: alex sascha xander lex sandro; alexandra: alex sandra sascha sandi; alfons: fonsi fons;
alfred: fred fredi freddy; alois: loisl lois luis; aloisia: loisi luise; amalie: mali malchen; andrea: andi
dea; andreas: andi andy anderl res; angelika: angie geli angela; anja: anni; anna: anni annerl nanni nannerl
anne annika annchen; annegret: anne gretel; annelies: anni liesl; anneliese: anni liesl anne liesel;
annemarie: anne annemie mia; anton: toni; antonia: toni; antonie: toni; arnold: noldi; arthur: artur turl;
august: gustl gust; auguste: gusti guste; augustin: gustl; balthasar: balthes; barbara: babsi barbi barbel
wetti babette baerbel; bartholomaus: bartl barthel; beate: bea beatchen; benedikt: bene beni benni;
benjamin: ben benni benny; bernadette: detti berni; bernhard: berni bernd hardy; bernhardine: dina;
berthold: bert berti; bertram: bert; bettina: betty tina; birgit: gitti biggi; brigitte: gitti gitta
brigitta biggi; brunhilde: hilde bruni; burkhard: burki; cacilia: zilli cilli; cacilie: cilli; caroline:
caro lina line karo; charlotte: lotte lotti charly lotta; christa: christl chrisi; christian: chris christl
krischan chrisi; christiane: christl chrissi; christina: tina chrisi christl chrissi; christine: tina
christl chrisi stine; christoph: chris stoffel toffi stoff; claudia: claudi clau; clemens: clemi mens;
constanze: conny stanzi stanze; cornelia: conny nelly nele lia; cornelius: conny nelius; cresentia: zenzi;
daniel: dani danny; daniela: dani ela danny; david: dave davi; dieter: didi; dietrich: dieter dirk; dominik:
domi nik; dorothea: dorli thea dora dorle; eberhard: ebi hardy; edeltraud: traudl edel; eduard: edi ede;
eleonore: lore nora ella elli; elfriede: elfi friedl fritzi; elias: eli; elisabeth: lisa elli lisi liesl
sissi betti else lieschen lisbeth elsa ilse lilli betty sisi bettina elise elly; ella: elli; elvira: elvi;
emanuel: manu mani; emil: milo emi; emilia: emmi mila lia milli emi; emma: emmi; engelbert: bert engel;
erhard: hardy; erich: eri; erika: eri rika; ernestine: erna tini; ernst: ernstl; erwin: erwi; eugen: geni;
eva: evi ev; fabian: fabi; felicitas: feli fee zita; felix: fele lix; ferdinand: ferdi ferdl nandl;
ferdinande: nandl; florentine: flora flo tine; florian: flo flori; franz: franzl franzi; franziska: franzi
fanny fanni zissi sissi ziska franze; friederike: rike fritzi friedl riki; friedrich: fritz fritzl friedel
friedl fredi fred; gabriel: gabi gabe; gabriele: gabi gaby; genoveva: vevi vef; georg: schorsch schorschi
girgl jorg gerg joerg; gerald: geri; gerda: gerdi; gerhard: gerd hardy geri gert; gerlinde: linde gerli;
gertraud: traudl gerti trude; gertrud: trude gerti traudl trudi; gertrude: trude gerti trudi; gisela: gisi
gisl; gottfried: friedl gotti; gregor: greg gori; gretchen: gretl; gudrun: gudi; gunter: gunni; gunther:
gunni; gustav: gustl gusti; hannah: hanni; hannelore: hanni lore hannerl; hans: hansi hansl hannes;
hansjorg: hans jorg; harald: harry hari; hedwig: hedi hede; heidemarie: heidi; heinrich: heini heinz hein
heiner hinnerk henner henry harry; heinz: heini; helena: leni lena; helene: leni lena hella helli; helga:
helgi; helmut: heli helmi mucki; henriette: jette henny yetti; herbert: bertl herbi; hermann: mandl hermi
manni; hermine: mini mina hermi; hieronymus: ronny; hildegard: hilde hilda gardi hildi; horst: horsti;
hubert: hubsi bert berti hubi; ignaz: naz nazi igi; ilona: ilo ilonka; ilse: ilsi; ingeborg: inge inga;
ingrid: inge gitti; irene: reni; irmgard: irmi irma gardi; isabel: isa bella; isabella: isa bella; jakob:
jackl jagl kobi jockel jogi jaki; jennifer: jenny; jessica: jessi; joachim: jochen achim jogi jo; joachime:
jo; johann: hans hansi hannes jo hansl johannes jan schani; johanna: hanna hanni hansi jo hannerl; johannes:
hannes hans jo hansi jan johann; jonas: joni; jonathan: joni jona; jorg: jogi; josef: sepp seppi pepi beppo
sepperl josl jupp joschi peppi; josefa: pepi sefa peppi josi; josefine: fini josi pepi josefa; joseph: sepp
seppi pepi jupp; judith: judi; julia: juli jule julchen lia; julian: jul juli jules; juliane: juli jule
jana; jurgen: jogi; kajetan: kajo; karin: kari; karl: karli charly karlchen kalle; karlheinz: kalle karli;
karolina: karo lina; karoline: karo lina line; kaspar: kasperl; katharina: kathi katha kati kathrin kathe
katrin rina trine nina kat; kathrin: kathi; katja: kati; kerstin: kersi; kilian: kili; klara: klarchen
klari; klaus: klausi; klemens: klemi; konrad: kuno konni conny radi kurt; konstantin: konsti tino stani;
konstanze: stanzi conny; korbinian: korbi; kornelia: conny nelly; kreszentia: zenzi zenz; kreszenz: zenzi;
kristina: tina kris; kunigunde: kuni gundi; kurt: kurti; lambert: bert; larissa: lara lari rissa; laura:
lauri laurchen; laurenz: lenz enz; leonhard: leo leni hartl lenny hardy; leonie: leo leni; leopold: poldi
leo pold; leopoldine: poldi dini; lieselotte: lilo lotte lisl liesl; liselotte: lilo lotte; lorena: lori;
lorenz: lenz enzi lori; ludwig: luggi lutz wiggerl ludi lui; luise: lisl lu lou; lukas: luki luk luggi;
magdalena: leni magda lena malena lenerl; manfred: manni fred fredi mandi; manuel: manu mani; manuela: manu
ela; margarete: grete gretel gretl greta marga rita gitta meta; margarethe: grete gretl greta gretel meta;
margit: gitti; margot: gotti; maria: mitzi mizzi mia marie ria mariechen mariandl marerl moidl; marianne:
nanni mari janne; marie: mitzi mia; markus: mark kusi; marlene: leni lena; martha: marthl; martin: mart
martl tino; martina: tina marti; mathias: hias hiasl matti matz; mathilde: tilde hilde thilda tilly;
matthaus: mattes; matthias: hias hiasl matze matti matthes mats hiesl; maximilian: max maxi maxl milian;
melanie: mel melli mela; michael: michi michl mike much micha michel; michaela: michi ela micha; monika:
moni mona; natalie: naty nati lia; nepomuk: muki; nicole: nicki nikki; nikolas: niki niko klaus nick;
nikolaus: niki klaus klas nick niko; norbert: bert norbi bertl; oliver: olli oli; olivia: livi liv; oskar:
ossi; oswald: ossi; ottilie: otti tilly tilli odi; otto: otti; patricia: patty pat trixi; patrick: pat
ricky; paul: pauli; paula: pauli; pauline: pauli lina; peter: peterl petzi pit peer; petra: peti; philipp:
phil lipp lippi flip philli; philomena: mena philli; quirin: quirl; raimund: mundl; rainer: raini; raphael:
raffi rafi; rebekka: bekki becky; regina: regi gina; reinhard: reini hardy; reinhold: reini; renate: reni
nati nate; richard: richi rick ricky; robert: robi bertl bert rob; roland: roli rolli; romana: romi; rosa:
rosi resi; rosalia: rosi sali; rosemarie: rosi romy; rosina: rosi sina; roswitha: rosi witha; rudiger: rudi;
rudolf: rudi rolf dolfi; rupert: rupi bertl ruap; rupprecht: rupp; ruth: ruthi; sabine: bine sabsi bini
sabinchen; sabrina: sabi brina; salome: sali; samuel: sam sami; sandra: sandi; sebastian: basti wastl
bastian sebi wasti seb baste; severin: sevi; siegfried: sigi friedl siggi; sieglinde: linde sigi; siegmund:
sigi siggi; sigrid: sigi siggi; silke: silki; silvia: silvi; simon: simi simerl; simone: simi mone; sofia:
sofie fia; sonja: sonni; sophia: sophie fia sofie; sophie: soffi; stefan: steff stefferl steffl steffi;
stefanie: steffi fanni steff; stephan: steff steffl; stephanie: steffi steff; susanna: susi sanna; susanne:
susi sanne suse susanna; sylvester: vestl; thaddaus: thade; theodor: theo teddy thedor; theresa: resi terri
tessa; therese: resi resl thresl reserl; theresia: resi resl thesi; thomas: tom thommy tommy tomi tomerl;
tobias: tobi tobsi; ulrich: uli ulli ueli utz; ulrike: uli ulli rike ulla; ursula: uschi ulla ursel uschl
ulli; ute: uti; valentin: valtl vali tino; valentina: vali tina; vanessa: nessi; verena: vreni vero reni
veri; veronika: vroni vero nika vroneli; viktor: vicki vik; viktoria: vicky viki tori; vincent: vinz vinni;
vinzenz: vinz zenz; volker: volki; volkmar: volki; walburga: burgi wally walli; walter: walli waldi;
waltraud: traudl walli; wendelin: wendl; werner: wernerl; wilhelm: willi willy helmi wim bill; wilhelmine:
minna mina minchen willi; wolfgang: wolfi wolf gangerl; xaver: veri xaverl xavi; xenia: xeni; yvonne: yvi;
zacharias: zacherl')
  ) l(language, entries)
  CROSS JOIN LATERAL string_to_table(l.entries, ';') entry
  CROSS JOIN LATERAL regexp_split_to_table(btrim(split_part(entry, ':', 2), E' \n'), '\s+') short;
