/** What a query plan reads from end to end. */

const collecting = new Set(['Sort', 'Aggregate', 'Hash', 'WindowAgg', 'SetOp']);

/**
 * Tables that a plan (EXPLAIN's or auto_explain's JSON, verbose) reads whole: by a sequential scan, or along
 * an index without a condition, which is what the planner makes of it when it may not scan. Reading along an
 * index until enough is found is no such thing, nor is reading a partial index, which knows a few rows only.
 * @param partial names of partial indexes
 */
export function readWhole(plan: unknown, partial: ReadonlySet<string>, enoughEnds = false): string[] {
  if (Array.isArray(plan)) return plan.flatMap((part) => readWhole(part, partial, enoughEnds));
  if (typeof plan !== 'object' || plan === null) return [];
  const node = plan as Record<string, unknown>;
  const kind = String(node['Node Type'] ?? '');
  const ends = kind === 'Limit' || (enoughEnds && !collecting.has(kind));
  const along =
    /^Index (Only )?Scan$/.test(kind) &&
    node['Index Cond'] === undefined &&
    !ends &&
    !partial.has(String(node['Index Name']));
  const bitmap = kind === 'Bitmap Heap Scan' && node['Recheck Cond'] === undefined;
  const own = kind === 'Seq Scan' || along || bitmap ? [`${node.Schema}.${node['Relation Name']}`] : [];
  return [...own, ...Object.values(node).flatMap((part) => readWhole(part, partial, ends))];
}
