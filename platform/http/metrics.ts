/**
 * Figures for Prometheus at /metrics, for this machine only. Labels are route patterns, never anybody's ids.
 */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Failure } from '../errors.ts';

/**
 * @param health figures by name, asked for whenever somebody looks
 * @returns to be called at the end of each request, with milliseconds
 */
export function measure(
  server: FastifyInstance,
  app: string,
  health: () => Promise<Record<string, number>> = async () => ({}),
) {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'earshot_http_request_seconds',
    help: 'Duration of requests by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  server.get('/metrics', { schema: { hide: true } as object }, async (request, reply) => {
    // through a proxy on this machine everybody comes from here
    const { 'x-forwarded-for': through, forwarded } = request.headers;
    const isHere =
      /^(::ffff:)?127\.|^::1$/.test(request.ip) && through === undefined && forwarded === undefined;
    if (!isHere) throw new Failure('not-found');
    const figures = Object.entries(await health().catch(() => ({})));
    for (const [name, value] of figures) gaugeOf(registry, name).set(value);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return (method: string, route: string, status: number, milliseconds: number) =>
    seconds.observe({ method, route, status: String(status) }, milliseconds / 1000);
}

/** "unsealedSeconds" is earshot_unsealed_seconds. */
function gaugeOf(registry: Registry, name: string): Gauge {
  const metric = `earshot_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
  const known = registry.getSingleMetric(metric);
  return known instanceof Gauge ? known : new Gauge({ name: metric, help: metric, registers: [registry] });
}
