import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { z } from 'zod';

/** Browsers have passkeys only at https addresses, and on this machine itself. */
export const passkeysWork = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window;

const Descriptor = z.object({ id: z.string(), type: z.literal('public-key') });
const SignIn = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number(),
  userVerification: z.literal('required'),
});
const Create = z.object({
  challenge: z.string(),
  rp: z.object({ name: z.string(), id: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.literal('public-key') })),
  timeout: z.number(),
  excludeCredentials: z.array(Descriptor),
  attestation: z.literal('none'),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.boolean(),
    userVerification: z.literal('required'),
  }),
});

/** What the hub says of a ceremony, as the browser takes it. */
export const signInOptions = (
  options: Readonly<Record<string, unknown>>,
): PublicKeyCredentialRequestOptionsJSON => SignIn.parse(options);
export const createOptions = (
  options: Readonly<Record<string, unknown>>,
): PublicKeyCredentialCreationOptionsJSON => Create.parse(options);
