import type { Action } from '../../domain/contract/action.ts';
import type { KeeperRefusalWhy } from '../../domain/contract/keeper-screen.ts';
import { Phone } from '../../domain/people/identity.ts';
import type { VisitContext } from '../visit/context.ts';
import { afterKey } from '../visit/identifying.ts';
import type { Stage } from '../visit/stage.ts';
import { diskRefusal } from './refusing.ts';
import type { KeeperStage } from './stage.ts';

const phoneLength = 11;
type ResidentStage = Extract<KeeperStage, { person: string }>;

function refuse(at: VisitContext, why: KeeperRefusalWhy): Stage {
  at.cue('refused');
  return { at: 'keeper-refusal', why };
}

export function onResidents(
  at: VisitContext,
  _stage: KeeperStage & { at: 'keeper-residents' },
  action: Action,
): Stage | null {
  if (action.do === 'back') return { at: 'keeper-desk' };
  if (action.do !== 'by-phone') return null;
  return at.residents.keyFault() === null ? { at: 'keeper-phone', digits: '' } : refuse(at, 'phones-paused');
}

export function onKeeperPhone(
  at: VisitContext,
  stage: KeeperStage & { at: 'keeper-phone' },
  action: Action,
): Stage | null {
  if (action.do === 'back') return { at: 'keeper-residents' };
  if (action.do === 'key') return { ...stage, digits: afterKey(stage.digits, action.key, phoneLength) };
  if (action.do !== 'submit' || stage.digits.length < phoneLength) return null;
  const person = Phone.safeParse(stage.digits).success ? at.residents.byPhone(stage.digits) : null;
  return person === null ? refuse(at, 'phone-unknown') : { at: 'keeper-resident', person };
}

/** A card at the desk: somebody's, or a blank one for whoever is on the screen. */
export function onResidentCard(at: VisitContext, stage: KeeperStage, code: string): Stage | null {
  if (stage.at === 'keeper-give-card') return giveCard(at, stage.person, code);
  const person = at.residents.byCard(code);
  if (person === null) return refuse(at, 'card-blank');
  // Somebody of the street who was never here: nothing is held of them, and the card is theirs.
  if (at.residents.sheet(person) === null) return refuse(at, 'card-taken');
  at.cue('found');
  return { at: 'keeper-resident', person };
}

function giveCard(at: VisitContext, person: string, code: string): Stage | null {
  if (at.keeper === null) return null;
  const given = at.residents.giveCard({ person, code, actor: `keeper:${at.keeper.keeper}` });
  if (!given.ok) {
    const { refusal } = given;
    return refusal.why === 'ledger-fault' ? diskRefusal(refusal) : refuse(at, refusal.why);
  }
  at.cue('done');
  return { at: 'keeper-done', what: 'card-given' };
}

export function onResident(at: VisitContext, stage: ResidentStage, action: Action): Stage | null {
  const { person } = stage;
  if (stage.at !== 'keeper-resident') {
    if (action.do === 'back') return { at: 'keeper-resident', person };
    if (action.do !== 'confirm') return null;
    if (stage.at === 'keeper-block-card') return blockCards(at, person);
    return stage.at === 'keeper-erase' ? erase(at, person) : null;
  }
  if (action.do === 'back') return { at: 'keeper-residents' };
  if (action.do !== 'resident') return null;
  switch (action.act) {
    case 'give-card':
      return { at: 'keeper-give-card', person };
    case 'block-card':
      return { at: 'keeper-block-card', person };
    case 'erase':
      return { at: 'keeper-erase', person };
    case 'export':
      return exportTo(at, person);
  }
}

function blockCards(at: VisitContext, person: string): Stage | null {
  if (at.keeper === null) return null;
  const blocked = at.residents.blockCards({ person, actor: `keeper:${at.keeper.keeper}` });
  if (!blocked.ok) {
    const { refusal } = blocked;
    return refusal.why === 'ledger-fault' ? diskRefusal(refusal) : refuse(at, refusal.why);
  }
  at.cue('done');
  return { at: 'keeper-done', what: 'card-blocked' };
}

function erase(at: VisitContext, person: string): Stage | null {
  if (at.keeper === null) return null;
  const erased = at.residents.erase({ person, actor: `keeper:${at.keeper.keeper}` });
  if (!erased.ok) {
    const { refusal } = erased;
    return refusal.why === 'ledger-fault' ? diskRefusal(refusal) : refuse(at, 'loans-out');
  }
  at.cue('done');
  return { at: 'keeper-done', what: 'erased' };
}

function exportTo(at: VisitContext, person: string): Stage | null {
  if (at.keeper === null) return null;
  const written = at.writeExport(at.residents.exportOf(person));
  if (!written.ok) return refuse(at, written.refusal.why === 'no-place' ? 'no-stick' : 'stick-not-written');
  const noted = at.residents.noteExported({ person, actor: `keeper:${at.keeper.keeper}` });
  if (!noted.ok) {
    // What nobody can prove was handed out is not handed out.
    written.value.discard();
    return diskRefusal(noted.refusal);
  }
  at.cue('done');
  return { at: 'keeper-done', what: 'exported', file: written.value.name };
}
