import type { ComponentType } from 'react';
import type { DeskAct } from '../../../domain/desk/roles.ts';
import { AccountsPage } from '../pages/accounts.tsx';
import { AuditPage } from '../pages/audit.tsx';
import { CasesPage } from '../pages/cases.tsx';
import { ErasuresPage } from '../pages/erasures.tsx';
import { EventsPage } from '../pages/events.tsx';
import { HutsPage } from '../pages/huts.tsx';
import { KeysPage } from '../pages/keys.tsx';
import { LoansPage } from '../pages/loans.tsx';
import { MePage } from '../pages/me.tsx';
import { OverduePage } from '../pages/overdue.tsx';
import { RecallsPage } from '../pages/recalls.tsx';
import { ReleasesPage } from '../pages/releases.tsx';
import { RepliesPage } from '../pages/replies.tsx';
import { ResidentsPage } from '../pages/residents.tsx';
import { ServicesPage } from '../pages/services.tsx';
import { StickPage } from '../pages/stick.tsx';
import { StockPage } from '../pages/stock.tsx';
import { TermsPage } from '../pages/terms.tsx';
import type { Drawing } from '../pieces/icon.tsx';
import {
  Accounts,
  Audit,
  Cases,
  Erase,
  Events,
  Hut,
  Join,
  Loans,
  Me,
  Overdue,
  Recall,
  Release,
  Reply,
  Residents,
  Services,
  Stick,
  Stock,
  Terms,
} from '../pieces/icons.ts';

export interface DeskPage {
  id:
    | 'huts'
    | 'overdue'
    | 'loans'
    | 'stock'
    | 'cases'
    | 'recalls'
    | 'terms'
    | 'residents'
    | 'erasures'
    | 'replies'
    | 'services'
    | 'events'
    | 'releases'
    | 'stick'
    | 'keys'
    | 'accounts'
    | 'audit'
    | 'me';
  icon: Drawing;
  /** Null: everybody's. */
  act: DeskAct | null;
  page: ComponentType<{ of: string | null }>;
}

/** The pages in their order. Each is there for whoever reaches something on it. */
export const deskPages: readonly DeskPage[] = [
  { id: 'huts', icon: Hut, act: 'see-huts', page: HutsPage },
  { id: 'overdue', icon: Overdue, act: 'see-loans', page: OverduePage },
  { id: 'loans', icon: Loans, act: 'see-loans', page: LoansPage },
  { id: 'stock', icon: Stock, act: 'see-stock', page: StockPage },
  { id: 'cases', icon: Cases, act: 'see-cases', page: CasesPage },
  { id: 'recalls', icon: Recall, act: 'see-terms', page: RecallsPage },
  { id: 'terms', icon: Terms, act: 'see-terms', page: TermsPage },
  { id: 'residents', icon: Residents, act: 'see-residents', page: ResidentsPage },
  { id: 'erasures', icon: Erase, act: 'see-residents', page: ErasuresPage },
  { id: 'replies', icon: Reply, act: 'see-replies', page: RepliesPage },
  { id: 'services', icon: Services, act: 'see-notices', page: ServicesPage },
  { id: 'events', icon: Events, act: 'see-notices', page: EventsPage },
  { id: 'releases', icon: Release, act: 'see-huts', page: ReleasesPage },
  { id: 'keys', icon: Join, act: 'see-keys', page: KeysPage },
  { id: 'stick', icon: Stick, act: 'import-stick', page: StickPage },
  { id: 'accounts', icon: Accounts, act: 'keep-accounts', page: AccountsPage },
  { id: 'audit', icon: Audit, act: 'see-audit', page: AuditPage },
  { id: 'me', icon: Me, act: null, page: MePage },
];
