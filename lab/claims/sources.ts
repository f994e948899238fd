/** Titles of the documents that the claims come from, as the report shows them. */
export const sources = {
  comparison: "Comparison of systemd, supervisord and separate containers (000)",
  onePerContainer: "Why one service per container (001)",
  systems: "Thoughts on container systems (002)",
  notes: "Lecture notes on Docker containers (003)",
  slides: "Something about containers (004)",
} as const;
