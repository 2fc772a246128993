/**
 * Which passwords are refused. The list of 49,000 that leaked most often comes with a package, because
 * nothing is asked of another host; it is read when the first password is set.
 */

/**
 * What is wrong with a new password, or undefined. At least 12 characters, none of those that leaked and none
 * made of common words; no rules about digits and signs, which only make people write it down (NIST SP
 * 800-63B).
 */
export async function passwordProblem(password: string, userName: string): Promise<string | undefined> {
  if ([...password].length < 12) return 'Use at least 12 characters.';
  if (password.length > 200) return 'Use at most 200 characters.';
  const plain = password.toLowerCase();
  if (new Set(plain).size < 5) return 'Use more different characters.';
  if (userName.length >= 4 && plain.includes(userName.toLowerCase()))
    return 'Leave your user name out of it.';
  if (isCommon(plain) || (await hasLeaked(plain))) return 'Choose one that is less common.';
  return undefined;
}

/**
 * One that leaked, as it stands, in plain letters, with digits and signs around it, or said twice or more:
 * that is how a short one is made long.
 */
async function hasLeaked(plain: string): Promise<boolean> {
  leaked ??= leakedPasswords();
  const known = await leaked;
  const { core, inLetters } = lettersOf(plain);
  const letters = plain.replace(/[^\p{L}]/gu, '');
  return [plain, core, inLetters, letters].some((one) => known.has(one) || known.has(saidOnce(one)));
}

let leaked: Promise<ReadonlySet<string>> | undefined;

async function leakedPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map((one) => one.toLowerCase()));
}

/** "otterotter" is "otter"; what is no repetition stays as it is. */
function saidOnce(text: string): string {
  const length = (text + text).indexOf(text, 1);
  return length > 0 && text.length % length === 0 ? text.slice(0, length) : text;
}

/** What the most guessed passwords are made of, in the languages of our users too. */
const common = (
  'password passwort contraseña heslo qwertyuiop qwerty qwertz azerty asdfghjkl asdfgh zxcvbn letmein ' +
  'iloveyou teamo miluji welcome willkommen bienvenido changeme administrator admin root user guest test ' +
  'secret login master dragon monkey football baseball superman batman princess sunshine shadow summer ' +
  'winter spring autumn banco banka bank earshot hello hola ahoj abcdefghijklm abcdefghijkl abc'
).split(' ');
/** Longer ones stand before what they begin with; nothing is tried twice, however long the password. */
const commonWords = new RegExp(common.join('|'), 'g');

/** The letters that people mean by signs: "P@ssw0rd" is "password". */
const meant: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
};

/** Nothing but common words and the digits and signs around them. */
function isCommon(plain: string): boolean {
  const isNothingElse = (text: string) => text.replace(/[^\p{L}]/gu, '').replace(commonWords, '') === '';
  return isNothingElse(plain) || isNothingElse(lettersOf(plain).inLetters);
}

/** Without the digits and signs around it; and in the letters that are meant by the rest of them. */
function lettersOf(plain: string): { core: string; inLetters: string } {
  // A year at the end is a year, not letters in disguise.
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return { core, inLetters: core.replace(/[@4310!$5]/g, (sign) => meant[sign] ?? '') };
}
