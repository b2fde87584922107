import type { DeskCallName, DeskCalls } from '../../domain/desk/contract.ts';
import { done } from '../../domain/result.ts';
import type { Handler, OpenHandler } from './asking.ts';
import * as keeping from './keeping.ts';
import * as notices from './notices.ts';
import { addPasskey, beginPasskey, passkeyOptions, passkeySignIn, removePasskeys } from './passkeys.ts';
import * as publishing from './publishing.ts';
import * as reading from './reading.ts';
import * as releases from './releases.ts';
import * as residents from './residents.ts';
import { meOf, openInvitation, signIn, takeInvitation } from './signing-in.ts';

type Handlers = {
  [N in DeskCallName]: DeskCalls[N]['gate'] extends 'open' ? OpenHandler<N> : Handler<N>;
};

/** Who answers each call of the contract. */
export const handlers: Handlers = {
  me: async (asking) => done(asking.who === null ? null : await meOf(asking, asking.who)),
  'sign-in': signIn,
  'passkey-options': passkeyOptions,
  'passkey-sign-in': passkeySignIn,
  'invitation-open': openInvitation,
  'invitation-accept': takeInvitation,
  'sign-out': keeping.signOut,
  'passkey-begin': beginPasskey,
  'passkey-add': addPasskey,
  'passkeys-remove': removePasskeys,
  huts: reading.huts,
  hut: reading.hut,
  stock: reading.stock,
  loans: reading.loans,
  overdue: reading.overdue,
  phone: reading.phone,
  called: reading.called,
  cases: reading.cases,
  'case-close': keeping.closeCase,
  keys: reading.keys,
  'code-make': keeping.makeCode,
  'key-confirm': keeping.confirmKey,
  'key-revoke': keeping.revokeKey,
  terms: publishing.terms,
  'terms-preview': publishing.previewTerms,
  'terms-publish': publishing.publishTerms,
  recalls: publishing.recalls,
  'recall-preview': publishing.previewRecall,
  'recall-publish': publishing.publishRecall,
  'recall-lift': publishing.liftRecall,
  'resident-find': residents.findResident,
  blocks: residents.blocks,
  block: residents.block,
  unblock: residents.unblock,
  'card-block': residents.blockCard,
  'card-unblock': residents.unblockCard,
  erasures: residents.erasures,
  'erasure-order': residents.orderErasure,
  replies: notices.replies,
  'reply-publish': notices.publishReply,
  'reply-end': notices.endReply,
  services: notices.services,
  'service-publish': notices.publishService,
  'service-end': notices.endService,
  events: notices.events,
  'event-publish': notices.publishEvent,
  'event-end': notices.endEvent,
  releases: releases.releases,
  'release-require': releases.requireRelease,
  audit: reading.audit,
  accounts: reading.accounts,
  'account-invite': keeping.inviteAccount,
  'account-block': keeping.block,
};
