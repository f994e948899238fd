/** An object without some of its fields. */
export function without<From extends object, Key extends keyof From>(
  from: From,
  ...left: readonly Key[]
): Omit<From, Key> {
  const names: readonly PropertyKey[] = left;
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name))) as Omit<From, Key>;
}
