// The only part that knows Observable Plot: an own chunk, loaded with the first chart. What it draws is SVG that scales,
// prints and says in words what it shows; the table beside it holds every figure.

import * as Plot from '@observablehq/plot';

export interface Bar {
  label: string;
  value: number;
  /** What stands at the end of the bar. */
  said: string;
}

export interface Dot {
  series: string;
  /** What stands on the axis, in order. */
  at: string;
  value: number;
  said: string;
}

export interface Drawing {
  width: number;
  title: string;
  description: string;
}

const BAR = '#0031d8';
const GROUND = '#e6e6e6';
const INK = '#1a1a1a';
const SMALL = 13;

/** Lines differ by colour, dash and their name at the end: never by colour alone. */
const LINES = [
  { color: '#0031d8', dash: 'none' },
  { color: '#8b3200', dash: '7 4' },
  { color: '#006f83', dash: '2 4' },
];

/** Bars that lie, from 0 to `most`, with their figures written out. */
export function bars(rows: readonly Bar[], most: number, drawing: Drawing): SVGSVGElement {
  const { width } = drawing;
  const room = Math.round(width * 0.42);
  const labels = new Map(rows.map((row, index) => [String(index), shortened(row.label, room - 12)]));
  const marginLeft = Math.min(room, 12 + Math.max(...[...labels.values()].map(widthOf)));
  const marginRight = 10 + Math.max(...rows.map(({ said }) => widthOf(said)));
  const indexed = rows.map((row, index) => ({ ...row, index: String(index) }));
  return finished(
    {
      width,
      height: rows.length * 26 + 8,
      marginTop: 4,
      marginBottom: 4,
      marginLeft,
      marginRight,
      x: { domain: [0, Math.max(most, 1)], axis: null },
      y: { domain: [...labels.keys()], label: null, padding: 0.3 },
      marks: [
        Plot.barX(indexed, { x: () => Math.max(most, 1), y: 'index', fill: GROUND }),
        Plot.barX(indexed, { x: 'value', y: 'index', fill: BAR }),
        Plot.text(indexed, {
          x: () => Math.max(most, 1),
          y: 'index',
          text: 'said',
          textAnchor: 'start',
          dx: 6,
          fill: INK,
          fontSize: SMALL,
        }),
        Plot.axisY({
          tickSize: 0,
          tickFormat: (index: string) => labels.get(index) ?? '',
          fontSize: SMALL,
          fill: INK,
        }),
      ],
    },
    drawing,
  );
}

/** Lines over time, each with its name at its end and a figure at each point. */
export function lines(dots: readonly Dot[], most: number, drawing: Drawing): SVGSVGElement {
  const { width } = drawing;
  const series = [...new Set(dots.map((dot) => dot.series))];
  const lineOf = (name: string) => LINES[series.indexOf(name) % LINES.length] ?? LINES[0];
  const ends = series
    .map((name) => dots.findLast((dot) => dot.series === name))
    .filter((dot) => dot !== undefined);
  const height = 260;
  return finished(
    {
      width,
      height,
      marginTop: 24,
      marginBottom: 28,
      marginLeft: 24,
      marginRight: 16 + Math.max(...series.map(widthOf)),
      x: { type: 'point', domain: [...new Set(dots.map(({ at }) => at))], label: null, padding: 0.3 },
      y: { domain: [0, Math.max(most, 1)], axis: null },
      marks: [
        Plot.ruleY([0], { stroke: INK }),
        ...series.map((name) =>
          Plot.line(
            dots.filter((dot) => dot.series === name),
            {
              x: 'at',
              y: 'value',
              stroke: lineOf(name)?.color,
              strokeDasharray: lineOf(name)?.dash,
              strokeWidth: 2.5,
            },
          ),
        ),
        Plot.dot(dots, { x: 'at', y: 'value', r: 4, fill: (dot: Dot) => lineOf(dot.series)?.color ?? INK }),
        Plot.text(readable(dots, most, height - 52), {
          x: 'at',
          y: 'value',
          text: 'said',
          dy: -11,
          fill: INK,
          stroke: 'white',
          strokeWidth: 4,
          fontSize: SMALL - 1,
        }),
        Plot.text(apart(ends, most, height - 52), {
          x: 'at',
          y: 'place',
          text: 'series',
          textAnchor: 'start',
          dx: 12,
          fill: INK,
          fontSize: SMALL,
        }),
        Plot.axisX({ tickSize: 0, fontSize: SMALL, fill: INK }),
      ],
    },
    drawing,
  );
}

/** Names of lines that end near each other, moved apart so that each can be read. */
function apart(ends: readonly Dot[], most: number, pixels: number): (Dot & { place: number })[] {
  const least = (Math.max(most, 1) * 16) / pixels;
  let below = Number.NEGATIVE_INFINITY;
  return ends
    .toSorted((one, other) => one.value - other.value)
    .map((dot) => {
      below = Math.max(dot.value, below + least);
      return { ...dot, place: below };
    });
}

/** The figures that have room above their point: of points that lie on each other only the highest is written out. */
function readable(dots: readonly Dot[], most: number, pixels: number): Dot[] {
  const least = (Math.max(most, 1) * 16) / pixels;
  return dots.filter(
    ({ at, value, series }) =>
      !dots.some(
        (other) =>
          other.at === at &&
          other.series !== series &&
          other.value >= value &&
          other.value - value < least &&
          (other.value > value || other.series < series),
      ),
  );
}

function finished(options: Plot.PlotOptions, { title, description }: Drawing): SVGSVGElement {
  const svg = Plot.plot({ ...options, className: 'koyu-chart' }) as SVGSVGElement;
  // The policy refuses inline styles: the rules are in styles/chart.css.
  for (const style of svg.querySelectorAll('style')) style.remove();
  // What the groups are called is Plot's English; the chart says itself what it shows.
  for (const group of svg.querySelectorAll('[aria-label]')) group.removeAttribute('aria-label');
  for (const [name, text] of [
    ['desc', description],
    ['title', title],
  ] as const) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    element.textContent = text;
    svg.prepend(element);
  }
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `${title} ${description}`);
  return svg;
}

/** About as wide as the text is drawn: a full-width character is as wide as it is high. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character.charCodeAt(0) < 0x2e80 ? SMALL * 0.6 : SMALL;
  return width;
}

function shortened(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(`${kept}${character}…`) > room) break;
    kept += character;
  }
  return `${kept}…`;
}
