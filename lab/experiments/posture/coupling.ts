import type { Service } from "../../../services/contract.ts";
import { askAsService } from "../../instruments/programs.ts";
import type { CommonTools } from "../../tools.ts";

/** As long as all services' programs need to have started, and some more. */
const offersSeconds = 6;

/** What services reach of each other without declaring it, besides ports. */
export interface Coupling {
  /** Unix sockets and files of another service. */
  readonly local: readonly { readonly from: string; readonly to: string; readonly way: string }[];
  /** Services whose processes another service sees. */
  readonly visible: readonly { readonly from: string; readonly to: string }[];
}

interface Found {
  readonly found: readonly (readonly [name: string, way: string])[];
  readonly visible: readonly string[];
}

/** Every service offers an undeclared Unix socket and files, and looks for those of the others and for their processes. */
export async function localCoupling(tools: CommonTools, services: readonly Service[]): Promise<Coupling> {
  const commandOf = ({ command }: Service) => command.join("\0");
  const each = await Promise.all(
    services.map(async (service) => {
      const others = services.filter((other) => other !== service);
      const order = {
        own: service.name,
        others: others.map(({ name }) => name),
        commands: others.map(commandOf),
        seconds: offersSeconds,
      };
      const { found, visible } = await askAsService<Found>(tools, service.name, "couple-locally", order);
      const from = service.name;
      return {
        local: found.map(([to, way]) => ({ from, to, way })),
        visible: others.filter((other) => visible.includes(commandOf(other))).map(({ name: to }) => ({ from, to })),
      };
    }),
  );
  return { local: each.flatMap(({ local }) => local), visible: each.flatMap(({ visible }) => visible) };
}
