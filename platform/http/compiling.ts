/**
 * What Fastify compiles: replies alone, each when the first one is sent, so that a start need not wait for
 * hundreds of them. What comes in is checked by checks.ts.
 */
import { createRequire } from 'node:module';
import type { FastifyServerOptions } from 'fastify';

type Compilers = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;
type Write = (data: unknown) => string;

const require = createRequire(import.meta.url);

export const compilersFactory: Compilers = {
  buildValidator: (() => () => () => true) as unknown as NonNullable<Compilers['buildValidator']>,
  buildSerializer: () => (route) => {
    let write: Write | undefined;
    return (data: unknown) => {
      write ??= require('fast-json-stringify')(route.schema) as Write;
      return write(data);
    };
  },
};
