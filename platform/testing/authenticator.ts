/**
 * An authenticator in software, for tests that must do what no honest browser does: sign for another origin,
 * without its owner, with an old counter. Honest ones are tested with the browser's own.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Assertion, Enrolment } from '../auth/factors-contract.ts';

export interface Lie {
  origin?: string;
  host?: string;
  counter?: number;
  /** The owner's finger, face or PIN was asked for. */
  verified?: boolean;
}

export class Authenticator {
  readonly id = randomBytes(32);
  counter = 0;
  readonly #origin: string;
  readonly #privateKey: KeyObject;
  readonly #publicKey: Buffer;

  constructor(origin: string) {
    this.#origin = origin;
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
    this.#privateKey = pair.privateKey;
    // COSE_Key {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CBOR (RFC 9052)
    this.#publicKey = Buffer.concat([
      ...[Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x, 'base64url')],
      ...[Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')],
    ]);
  }

  make(challenge: string, name: string, lie: Lie = {}): Enrolment {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const data = Buffer.concat([this.#data(lie, 0x40), Buffer.alloc(16), length, this.id, this.#publicKey]);
    const attestation = Buffer.concat([
      ...[Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex')],
      ...[Buffer.from([0x58, data.length]), data],
    ]);
    return {
      id: this.id.toString('base64url'),
      clientData: this.#clientData('webauthn.create', challenge, lie).toString('base64url'),
      attestation: attestation.toString('base64url'),
      transports: ['internal'],
      name,
    };
  }

  show(challenge: string, lie: Lie = {}): Assertion {
    this.counter += 1;
    const data = this.#data(lie, 0);
    const clientData = this.#clientData('webauthn.get', challenge, lie);
    const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()]);
    return {
      id: this.id.toString('base64url'),
      clientData: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#privateKey).toString('base64url'),
    };
  }

  #data(lie: Lie, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lie.counter ?? this.counter);
    const host = createHash('sha256')
      .update(lie.host ?? new URL(this.#origin).hostname)
      .digest();
    return Buffer.concat([host, Buffer.from([0x01 | (lie.verified === false ? 0 : 0x04) | more]), counter]);
  }

  #clientData(type: string, challenge: string, { origin = this.#origin }: Lie): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }
}
