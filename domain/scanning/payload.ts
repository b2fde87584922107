/** What a code holds that is no label and no article number. */
export type Payload = 'payment' | 'link' | 'contact' | 'wifi' | 'other';

/** Links that open a wallet: WeChat Pay, Alipay, UnionPay, digital yuan. */
const wallets =
  /^(?:wxp|weixin|alipays?|alipayqr|upwallet|ecny):\/\/|^https?:\/\/(?:qr\.alipay\.com|(?:[\w-]+\.)?(?:wx\.tenpay\.com|payapp\.weixin\.qq\.com|qr\.95516\.com))(?:[/?#]|$)/i;

/**
 * Says what a QR code's text or a long number is, by its beginning. Nothing of it is opened or kept. Payment codes
 * shown by a phone: WeChat 18 digits from 10–15; Alipay 16–24 digits from 25–30; UnionPay 19 digits from 62.
 */
export function payloadOf(text: string): Payload {
  if (/^1[0-5]\d{16}$/.test(text) || /^(?:2[5-9]|30)\d{14,22}$/.test(text) || /^62\d{17}$/.test(text)) {
    return 'payment';
  }
  if (wallets.test(text)) return 'payment';
  if (/^https?:\/\//i.test(text) || /^www\./i.test(text)) return 'link';
  if (/^(?:BEGIN:VCARD|MECARD:|BIZCARD:|tel:|mailto:|smsto?:)/i.test(text)) return 'contact';
  if (/^WIFI:/i.test(text)) return 'wifi';
  return 'other';
}
