/**
 * What the benchmark holds for true of short names. It is not the search's own list
 * (0010_find_nicknames.sql), nor made from it: these pairs were picked out of published lists and articles,
 * and those that the search does not know were left in. Written without accents.
 *
 * German: "Diese alten Namen mit festen Kürzeln" (blog beliebte-vornamen.de); Mittelbayerische Zeitung, 30
 * July 2009, "Fons und Vinz sind selten geworden"; OVB, 17 September 2018, HeimatKolumne; Kurier, 2021,
 * "Vornamen-Trends"; schreibtipps.net.
 * Spanish: kuaest.enl.plus and larmancialtda.com, "Los hipocorísticos"; chilango.com, "Hipocorísticos
 * raros"; lanetaneta.com.
 * Czech: F. Oberpfalcer, "Domácí tvary křestních jmen", Naše řeč 11 (1927); cestinarskespeky.cz; cojeco.cz;
 * katopedia.cz; magazin.cz.
 * English: names.csv of carltonnorthern/nicknames (Apache-2.0), its letters A to C.
 */
export const shortNames: ReadonlyMap<string, readonly string[]> = read(`
  alexander: alex alec sascha; alexandra: alex; andreas: andi; anna: nanni nandl; barbara: babsi;
  benjamin: benni; bertold: bert; carolin: caro; christian: chris; christina: chris chrissi;
  claudia: claudi; daniela: dani; dorothea: doro; elisabeth: ella; florian: flo flori;
  franziska: franzi fanny; fridolin: frido; gabriele: gabi; heinrich: hein henri; ignaz: naz;
  johanna: hanna; josef: sepp sepperl bepp; josefine: fini; julia: jule juli; katharina: kathi;
  konrad: kone; korbinian: korbi kurwe; kunigunde: kuni gundl; leonard: leo; manuela: manu; markus: marc;
  maximilian: max; melanie: melli; michael: michi mich; michaela: micha michi; monika: moni; oliver: olli;
  rupert: ruap; stefanie: steffi; susanne: susi suse; theodor: theo; thomas: tommi tom; tobias: tobi;
  ursula: uschi; veronika: vroni; vinzenz: vinz; wolfgang: wolf; alfons: fons; genoveva: vef;

  ana: ani anita; antonio: tono toni; asuncion: asun chona; candelaria: cande; concepcion: concha conchi;
  consuelo: chelo; domingo: mingo; enrique: quique; federico: fede; felipe: pipe; fernando: fer nando;
  francisco: paco fran quico kiko curro pancho; gregorio: goyo; ignacio: nacho; inmaculada: inma macu;
  isabel: isa chabela beli; jose: pepe pepito; josefa: pepa; juana: juani; luis: lucho;
  manuel: manu manolo lolo; maria: mari; mercedes: merce merche meche; miguel: migue miki; pilar: pili;
  rafael: rafa; remedios: reme; ricardo: riqui richi; rosario: charo; alberto: beto berto; adrian: adri;
  agustin: agus; alfonso: poncho; alfredo: fredo; alvaro: varo; benjamin: benja mincho; bernardo: berni;
  camilo: milo; carlos: carlitos charly; begona: bego; vanesa: vane; dolores: lola loli;
  guadalupe: lupe lupita; veronica: vero;

  alexandr: sasa; antonin: tonda; bohuslav: slava bohus; frantiska: fany fanka fanca;
  jan: honza jenda jenik janek honzik; jaromir: jara mira; jaroslav: jara slava;
  jiri: jirka jiricek jura jirik; josef: pepa jozka pepek jozin joza;
  katerina: kacka kaca kacenka katka kata; ladislav: lada slava; ludmila: lida mila;
  magdalena: magda lenka; stanislav: standa; terezie: terka; tomas: tom; vladimir: vlada mira;
  vojtech: vojta vojtisek; barbora: bara; vaclav: vasek venda venca; marie: maruska marenka mana;
  jakub: kuba kubik; marketa: greta maja; david: davidek;

  abigail: abby gail; abraham: abe; albert: bert al; alfred: fred freddy; allison: ali allie;
  amanda: mandy; amelia: amy millie; andrew: andy drew; angela: angie; anthony: tony; arthur: art;
  barbara: babs; bartholomew: bart; beatrice: bea trixie; benedict: ben; benjamin: benjy bennie;
  bernard: barney bernie; bradley: brad; bridget: biddy; calvin: cal; cameron: cam; candace: candy;
  caroline: carrie carol; cassandra: cassie sandra; catherine: kathy katy; cecilia: cissy; cedric: ced;
  charles: charlie chuck; charlotte: lottie char; chester: chet; christian: kit; anastasia: stacy;
  angelina: lina angie; arabella: bella; belinda: linda; celeste: lessie; adelaide: heidi adele;
  adeline: lena delia; adrian: rian
`);

function read(text: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const entry of text.split(';')) {
    const [formal = '', short = ''] = entry.split(':').map((part) => part.trim());
    if (formal === '' || short === '') throw new Error(`not a name with its short forms: ${entry}`);
    names.set(formal, [...(names.get(formal) ?? []), ...short.split(/\s+/)]);
  }
  return names;
}
