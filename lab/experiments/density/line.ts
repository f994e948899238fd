/** Memory of a number of copies together, in bytes. */
export interface Point {
  readonly count: number;
  readonly bytes: number;
}

/** A straight line by least squares. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
  /** Standard error of the slope. */
  readonly error: number;
}

/** @param points three or more, of different numbers */
export function lineOf(points: readonly Point[]): Line {
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [middle, height] = [mean(({ count }) => count), mean(({ bytes }) => bytes)];
  const sum = (of: (point: Point) => number) => points.reduce((total, point) => total + of(point), 0);
  const spread = sum(({ count }) => (count - middle) ** 2);
  const slope = sum(({ count, bytes }) => (count - middle) * (bytes - height)) / spread;
  const intercept = height - slope * middle;
  const residuals = sum(({ count, bytes }) => (bytes - intercept - slope * count) ** 2);
  return { intercept, slope, error: Math.sqrt(residuals / (points.length - 2) / spread) };
}

/** Number of copies at which a line reaches so many bytes. */
export function fitted({ intercept, slope }: Line, bytes: number): number {
  return (bytes - intercept) / slope;
}
