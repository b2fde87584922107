import type { PracticeAct, PracticeState } from '../../domain/contract/practice.ts';
import type { Named } from '../../domain/contract/words.ts';
import type { Lending } from '../lending/lending.ts';
import type { SimulatedDevices } from './simulated-devices.ts';

export interface PracticeCard {
  code: string;
  name: Named;
}

/** The hand beside the screen of a practice hut: what it can do, and what it sees. */
export class Practice {
  #devices: SimulatedDevices;
  #lending: Lending;
  #cards: readonly PracticeCard[];

  constructor(devices: SimulatedDevices, lending: Lending, cards: readonly PracticeCard[]) {
    this.#devices = devices;
    this.#lending = lending;
    this.#cards = cards;
  }

  /** Does it; false where it makes no sense, such as a door that is not there. */
  async act(act: PracticeAct): Promise<boolean> {
    const { board, locker, scanner } = this.#devices;
    switch (act.act) {
      case 'scan':
        if (!scanner.plugged) return false;
        this.#devices.scan(act.text);
        return true;
      case 'open-door':
        return this.#atDoor(act.door, () => board.openDoor(act.door));
      case 'close-door':
        return this.#atDoor(act.door, () => board.pushShut(act.door));
      case 'jam':
        return this.#atDoor(act.door, () => (act.jammed ? board.jam(act.door) : board.unjam(act.door)));
      case 'cable': {
        const port = act.device === 'locker' ? locker : scanner;
        await (act.plugged ? port.plug() : port.unplug());
        return true;
      }
    }
  }

  state(): PracticeState {
    const { board, locker, scanner } = this.#devices;
    return {
      doors: this.#doors().map((door) => ({
        door,
        open: board.isOpen(door),
        jammed: board.lock(door).faults.stuck,
        pulses: board.pulses(door),
      })),
      cables: { locker: locker.plugged, scanner: scanner.plugged },
      cards: this.#cards.map(({ code, name }) => ({ code, name })),
      things: this.#lending.items().map((item) => ({
        code: item.barcode,
        name: item.name,
        place: item.home.at === 'door' ? `${item.home.door}` : item.home.name.zh,
        out: this.#lending.isOut(item.item),
      })),
    };
  }

  #doors(): number[] {
    return this.#devices.config.locker.boards.flatMap((board) => Object.keys(board.doors).map(Number));
  }

  #atDoor(door: number, act: () => void): boolean {
    if (!this.#doors().includes(door)) return false;
    act();
    return true;
  }
}
