import type { Random } from './random.ts';

export const ENGLISH_GIVEN = {
  female: (
    'Dorothy Betty Margaret Barbara Shirley Patricia Joan Carol Judith Mary Linda Susan Deborah Kathleen ' +
    'Nancy Karen Donna Elizabeth Cynthia ' +
    'Lisa Kimberly Michelle Angela Heather Amy Jennifer Melissa Rebecca Jessica Sarah Amanda Ashley ' +
    'Stephanie Lauren Rachel Megan Emily Hannah ' +
    'Samantha Alexandra Madison Olivia Abigail Grace Chloe Emma Ava Charlotte Evelyn Harper Isla Nora'
  ).split(' '),
  male: (
    'Harold Walter Donald Robert Richard William Charles George Kenneth Ronald Thomas Gary Dennis Stephen' +
    ' Michael David John James Mark ' +
    'Paul Kevin Timothy Jeffrey Scott Brian Eric Christopher Matthew Jason Ryan Daniel Andrew Joshua ' +
    'Justin Nicholas Benjamin Jonathan Tyler ' +
    'Samuel Zachary Ethan Noah Jacob Logan Mason Liam Owen Henry Theodore Levi'
  ).split(' '),
} as const;

export const ENGLISH_FAMILIAR: Readonly<Record<string, string>> = {
  Margaret: 'Peggy',
  Elizabeth: 'Liz',
  Patricia: 'Pat',
  Deborah: 'Debbie',
  Kathleen: 'Kathy',
  Kimberly: 'Kim',
  Jennifer: 'Jen',
  Rebecca: 'Becky',
  Samantha: 'Sam',
  Abigail: 'Abby',
  Robert: 'Bob',
  Richard: 'Rick',
  William: 'Bill',
  Charles: 'Chuck',
  Ronald: 'Ron',
  Thomas: 'Tom',
  Stephen: 'Steve',
  Michael: 'Mike',
  David: 'Dave',
  James: 'Jim',
  Timothy: 'Tim',
  Jeffrey: 'Jeff',
  Christopher: 'Chris',
  Matthew: 'Matt',
  Daniel: 'Dan',
  Andrew: 'Andy',
  Joshua: 'Josh',
  Nicholas: 'Nick',
  Benjamin: 'Ben',
  Samuel: 'Sam',
  Zachary: 'Zach',
  Susan: 'Sue',
  Judith: 'Judy',
  Barbara: 'Barb',
  Kenneth: 'Ken',
  Donald: 'Don',
  Alexandra: 'Alex',
  Jessica: 'Jess',
  Theodore: 'Ted',
};

const COMMON = (
  'Smith Johnson Brown Williams Jones Miller Davis Wilson Anderson Taylor Moore Thompson Martin White ' +
  'Clark Lewis Hall Allen Young King ' +
  'Wright Hill Green Adams Baker Nelson Carter Mitchell Roberts Phillips Campbell Parker Evans Edwards ' +
  'Collins Stewart Morris Murphy Cook ' +
  'Rogers Morgan Peterson Cooper Reed Bailey Kelly Howard Ward Cox Richardson Wood Watson Bennett Gray ' +
  'Hughes Price Myers Long Foster ' +
  "Sullivan Russell Jenkins Perry Powell Patterson O'Brien O'Connor McCarthy McDonald Doyle Gallagher " +
  'Pelletier Ouellette Cyr Michaud'
).split(' ');
const STARTS = (
  'Ash Beck Black Brad Bram Brook Burn Carl Clay Cold Cran Dal Dun East Eld Fair Farn Fox Gar Glen Gold ' +
  'Hal Ham Hart Hazel Hol Horn Kirk Lang ' +
  'Law Led Lin Lock Mal Mar Mel Mid Mil Nor Oak Old Pem Pres Rad Raven Red Rock Rush Sand Shel Sher ' +
  'Silver Stan Stock Sut Thorn Tun Wake ' +
  'Wal War Wes Whit Wil Win Wool Wyn Yar'
).split(' ');
const ENDS = (
  'berry bourne bridge brook burn bury by combe cott croft dale den field ford gate grove ham hurst ' +
  'ington land leigh ley low man mere more ' +
  'shaw stead stone ton tree wald wall water way well wick worth'
).split(' ');

export function englishSurname(random: Random): string {
  return random.chance(50) ? random.pickEarly(COMMON) : random.pick(STARTS) + random.pick(ENDS);
}
