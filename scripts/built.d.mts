export function ensureBuilt(root?: string): Promise<void>;
export function ensureBundled(root?: string): Promise<void>;
export function ensureDesk(root?: string): Promise<void>;
export function ensureGallery(root?: string): Promise<void>;
