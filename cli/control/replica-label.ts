/** What people call a replica: `SERVICE` if it is the only one, else `SERVICE/N`. @param index from 0 @param count of all */
export function replicaLabel(service: string, index: number, count: number): string {
  return count === 1 ? service : `${service}/${index + 1}`;
}
