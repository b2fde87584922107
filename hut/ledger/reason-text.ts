import type { EventBody } from '../../domain/ledger/events.ts';

type RestoredBody = EventBody<'ledger-restored'>;

/** Wall time to the minute as people in a hut read it: China, UTC+8 all year. */
export const hutTime = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 16);

const whyEn: Record<RestoredBody['why'], string> = {
  damaged: 'the ledger was damaged',
  behind: 'the ledger ended before what had been recorded',
  missing: 'the ledger was gone',
  command: 'somebody restored a backup by command',
};

/** What was restored, in one sentence of each language. Names no person. */
export function restoredInWords({ why, from, backTo, lost }: RestoredBody): { zh: string; en: string } {
  const sources: Readonly<Record<string, { zh: string; en: string }>> = {
    log: { zh: '账本自己的记录', en: "the ledger's own log" },
    hub: { zh: '街道平台上的记录', en: "the hub's copy of the log" },
  };
  const source = sources[from] ?? { zh: `备份 ${from}`, en: `backup ${from}` };
  const until =
    backTo === null ? { zh: '', en: '' } : { zh: `，回到 ${hutTime(backTo)}`, en: ` to ${hutTime(backTo)}` };
  const count = lost?.events ?? null;
  const missing =
    lost === null
      ? { zh: '没有发现少了什么', en: 'nothing is known to be missing' }
      : {
          zh: `之后到 ${hutTime(lost.until)} 的记录没有了${count === null ? '' : `，共 ${count} 条`}`,
          en: `what happened after it until ${hutTime(lost.until)} is missing${count === null ? '' : ` (${count} ${count === 1 ? 'event' : 'events'})`}`,
        };
  const whyZh = {
    damaged: '账本坏了',
    behind: '账本比记下的短',
    missing: '账本不见了',
    command: '有人用命令恢复了备份',
  }[why];
  return {
    zh: `${whyZh}；已用${source.zh}恢复${until.zh}；${missing.zh}（北京时间）。`,
    en: `${whyEn[why]}; restored from ${source.en}${until.en}; ${missing.en} (China time).`,
  };
}

/** What lies beside the old files in the quarantine. */
export function reasonText({ found }: { found: string }, body: RestoredBody): string {
  const { zh, en } = restoredInWords(body);
  return `${zh}\n${en}\n\n${found}\n\nThese are the files as they were found. They hold personal data and go after 30 days.\n这些是当时的原文件，含个人信息，30 天后删除。\n`;
}
