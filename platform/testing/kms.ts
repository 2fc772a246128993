/**
 * A small server that speaks the part of AWS KMS's API (JSON 1.1) which kms-keys.ts uses, with real
 * AES-256-GCM, the encryption context as its associated data, and signatures (Signature Version 4), which it
 * checks. It is no KMS: it stands in for one, as its documentation describes it, where none can be had.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Kms {
  /** ARNs of its two keys; the first is alias/earshot too. */
  readonly keys: [string, string];
  /** What a process is started with to reach it, and nothing of the machine's own accounts. */
  readonly environment: Record<string, string>;
  /** Calls so far: 'Decrypt kms:1'. */
  readonly asked: string[];
  /** What it does with the next ones. */
  mood: 'answers' | 'denies' | 'only makes' | 'is silent';
  close(): Promise<void>;
}

interface Asked {
  KeyId?: string;
  KeySpec?: string;
  CiphertextBlob?: string;
  EncryptionContext?: Record<string, string>;
}

const region = 'eu-central-1';

export async function startKms(): Promise<Kms> {
  const keys = new Map(
    [0, 1].map(() => [`arn:aws:kms:${region}:111122223333:key/${randomUUID()}`, randomBytes(32)]),
  );
  const secret = randomBytes(30).toString('base64');
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (kms.mood === 'is silent') return request.socket.destroy();
    const [status, answer] = answerTo(request, body);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  });
  const answerTo = (request: IncomingMessage, body: string): [number, object] => {
    try {
      const asked = JSON.parse(body) as Asked;
      const verb = String(request.headers['x-amz-target']).replace('TrentService.', '');
      kms.asked.push(`${verb} ${asked.EncryptionContext?.master}`);
      if (!isSigned(request, body, kms.environment.AWS_ACCESS_KEY_ID, secret))
        throw new Refusal('InvalidSignatureException');
      if (kms.mood === 'denies') throw new Refusal('AccessDeniedException');
      if (verb === 'GenerateDataKey') return [200, generated(keys, asked)];
      if (kms.mood === 'only makes') throw new Refusal('AccessDeniedException');
      if (verb === 'Decrypt') return [200, decrypted(keys, asked)];
      throw new Refusal('UnknownOperationException');
    } catch (error) {
      return [400, { __type: (error as Error).name, message: (error as Error).message }];
    }
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kms: Kms = {
    keys: [...keys.keys()] as [string, string],
    environment: {
      AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ...{ AWS_REGION: region, AWS_ACCESS_KEY_ID: 'EARSHOTTEST', AWS_SECRET_ACCESS_KEY: secret },
      ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    },
    asked: [],
    mood: 'answers',
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
  return kms;
}

/** Told as KMS tells it: by the name of its exception. */
class Refusal extends Error {
  constructor(name: string) {
    super(`refused: ${name}`);
    this.name = name;
  }
}

type Keys = Map<string, Buffer>;

/** A ciphertext names its key: 36 bytes of id, 12 of nonce, the text, 16 of tag. */
function generated(keys: Keys, { KeyId = '', KeySpec, EncryptionContext = {} }: Asked) {
  const arn = arnOf(keys, KeyId);
  if (KeySpec !== 'AES_256') throw new Refusal('ValidationException');
  const [plain, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', keys.get(arn) as Buffer, nonce);
  cipher.setAAD(Buffer.from(contextIn(EncryptionContext)));
  const text = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const blob = Buffer.concat([Buffer.from(arn.slice(-36)), nonce, text]);
  return { KeyId: arn, Plaintext: plain.toString('base64'), CiphertextBlob: blob.toString('base64') };
}

function decrypted(keys: Keys, { KeyId, CiphertextBlob = '', EncryptionContext = {} }: Asked) {
  const blob = Buffer.from(CiphertextBlob, 'base64');
  const arn = [...keys.keys()].find((one) => one.endsWith(`key/${blob.toString('latin1', 0, 36)}`));
  if (arn === undefined) throw new Refusal('InvalidCiphertextException');
  if (KeyId !== undefined && arnOf(keys, KeyId) !== arn) throw new Refusal('IncorrectKeyException');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keys.get(arn) as Buffer, blob.subarray(36, 48));
    decipher.setAAD(Buffer.from(contextIn(EncryptionContext)));
    decipher.setAuthTag(blob.subarray(-16));
    const plain = Buffer.concat([decipher.update(blob.subarray(48, -16)), decipher.final()]);
    return { KeyId: arn, Plaintext: plain.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  } catch {
    throw new Refusal('InvalidCiphertextException');
  }
}

function arnOf(keys: Keys, named: string): string {
  const [first = ''] = keys.keys();
  const arn = named === 'alias/earshot' ? first : [...keys.keys()].find((one) => one.endsWith(named));
  if (arn === undefined || named === '') throw new Refusal('NotFoundException');
  return arn;
}

const contextIn = (context: Record<string, string>) =>
  JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Made anew from the request and compared: header by header that the signature says it covers. */
function isSigned(request: IncomingMessage, body: string, accessKey: unknown, secret: string): boolean {
  const { authorization = '', host, 'x-amz-date': at = '' } = request.headers;
  const [, scope = '', names = '', signature] =
    new RegExp(
      `^AWS4-HMAC-SHA256 Credential=${accessKey}/(\\d{8}/${region}/kms/aws4_request), ` +
        'SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$',
    ).exec(authorization) ?? [];
  const signed = names.split(';');
  if (host === undefined || !['host', 'x-amz-date', 'x-amz-target'].every((one) => signed.includes(one)))
    return false;
  const headers = signed.map((one) => `${one}:${String(request.headers[one]).trim()}`);
  const canonical = [request.method, request.url, '', ...headers, '', names, sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n');
  let key: Buffer = Buffer.from(`AWS4${secret}`);
  for (const part of scope.split('/')) key = hmac(key, part);
  return hmac(key, text).toString('hex') === signature;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}
