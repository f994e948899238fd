import type { SubjectRecord } from "../../results/record.ts";
import { html, type Markup } from "./markup.ts";

type Unit = SubjectRecord["topology"]["units"][number];

/** A container's place in the drawing. */
interface Box {
  readonly unit: Unit;
  readonly x: number;
  readonly width: number;
}

const letterWidth = 7.2;
const padding = 14;
const gap = 36;
const boxTop = 62;
const headHeight = 30;
const serviceHeight = 30;
const serviceGap = 8;
const networkHeight = 24;
const networkGap = 12;

/** An approach's containers as boxes with their services in them, the networks below, and the published port above. */
export function topologyDiagram({ name, topology }: SubjectRecord): Markup {
  const boxes = placed(topology.units);
  const most = Math.max(1, ...topology.units.map(({ services }) => services.length));
  const boxHeight = headHeight + most * (serviceHeight + serviceGap) + 6;
  const boxBottom = boxTop + boxHeight;
  const networks = [...new Set(topology.units.flatMap(({ networks }) => networks))];
  const last = boxes.at(-1);
  const width = Math.max(200, last === undefined ? 0 : last.x + last.width + 2);
  const height = boxBottom + 18 + networks.length * (networkHeight + networkGap);
  const id = `topology-${name}`;
  return html`<svg
    class="topology"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
  >
    <title id="${id}-title">Containers of ${name}</title>
    <desc id="${id}-desc">${topologyText(topology)}</desc>
    ${boxes.map((box) => container(box, boxHeight))} ${published(boxes, topology.entry)} ${joins(boxes, boxBottom)}
    ${networks.map((network, i) => networkBar(network, boxes, boxBottom, 18 + i * (networkHeight + networkGap), width))}
  </svg>`;
}

/** The diagram in words. */
export function topologyText({ units, entry }: SubjectRecord["topology"]): string {
  const each = units.map(({ name, services, networks, joins }) => {
    const what = services.length === 0 ? "no service" : services.join(", ");
    const where = joins === undefined ? networksText(networks) : `in the namespaces of ${joins}`;
    return `Container ${name} with ${what}, ${where}.`;
  });
  return `${each.join(" ")} Port ${entry.port} of ${entry.service} is published on the host.`;
}

function networksText(networks: readonly string[]): string {
  return networks.length === 0 ? "without a network" : `on ${networks.join(", ")}`;
}

function placed(units: readonly Unit[]): Box[] {
  let x = 1;
  return units.map((unit) => {
    const longest = Math.max(unit.name.length + 3, ...unit.services.map((service) => service.length + 3), 14);
    const box = { unit, x, width: Math.round(longest * letterWidth + 2 * padding) };
    x += box.width + gap;
    return box;
  });
}

function container({ unit, x, width }: Box, height: number): Markup {
  const services = unit.services.map((service, i) => {
    const y = boxTop + headHeight + i * (serviceHeight + serviceGap);
    return html`<rect
        class="service"
        x="${x + padding}"
        y="${y}"
        width="${width - 2 * padding}"
        height="${serviceHeight}"
        rx="15"
      />
      <text class="service-name" x="${x + width / 2}" y="${y + 20}" text-anchor="middle">${service}</text>`;
  });
  return html`<rect class="container" x="${x}" y="${boxTop}" width="${width}" height="${height}" rx="6" />
    <text class="container-name" x="${x + padding}" y="${boxTop + 20}">${unit.name}</text>${services}`;
}

function networkBar(name: string, boxes: readonly Box[], boxBottom: number, offset: number, width: number): Markup {
  const y = boxBottom + offset;
  const plugs = boxes
    .filter(({ unit }) => unit.networks.includes(name))
    .map((box) => {
      // Side by side, so that a container's lines to several networks do not overlap.
      const x = Math.round(box.x + padding + box.unit.networks.indexOf(name) * 14 + 6);
      return html`<line class="wire" x1="${x}" x2="${x}" y1="${boxBottom}" y2="${y}" /><circle
          class="plug"
          cx="${x}"
          cy="${boxBottom}"
          r="3.5"
        />`;
    });
  return html`${plugs}<rect class="network" x="1" y="${y}" width="${width - 2}" height="${networkHeight}" rx="4" />
    <text class="network-name" x="${width / 2}" y="${y + 16}" text-anchor="middle">network ${name}</text>`;
}

/** Dashed lines between containers that share namespaces. */
function joins(boxes: readonly Box[], boxBottom: number): Markup[] {
  return boxes.flatMap((box) => {
    const other = boxes.find(({ unit }) => unit.name === box.unit.joins);
    if (other === undefined) return [];
    const [left, right] = other.x < box.x ? [other, box] : [box, other];
    const y = boxBottom - 14;
    return [
      html`<line class="join" x1="${left.x + left.width}" x2="${right.x}" y1="${y}" y2="${y}" /><text
          class="join-name"
          x="${(left.x + left.width + right.x) / 2}"
          y="${y - 6}"
          text-anchor="middle"
          >joins</text
        >`,
    ];
  });
}

function published(boxes: readonly Box[], entry: SubjectRecord["topology"]["entry"]): Markup | undefined {
  const box = boxes.find(({ unit }) => unit.services.includes(entry.service));
  if (box === undefined) return undefined;
  const x = Math.round(box.x + box.width / 2);
  return html`<text class="port" x="${Math.max(x, 78)}" y="16" text-anchor="middle">host, published port</text>
    <path class="arrow" d="M${x} 24V${boxTop - 8}m-5 -7l5 7l5 -7" />
    <text class="port" x="${x + 10}" y="44">to ${entry.port}</text>`;
}
