/** Pixels of a cell's side. Cells are compared, not pixels: machines round differently. */
const cell = 5;
/** Of 255: what a pressed picture and another processor may differ by stays well below. */
const most = 22;

/** A file in base64, as a blob. One letter after the other: an iterator takes ten times as long. */
export function blobOf(base64: string, type: string): Blob {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return new Blob([bytes], { type });
}

async function base64Of(blob: Blob): Promise<string> {
  let text = '';
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * Runs in the page: a PNG in base64, small, as a WebP in base64. Pictures that are kept have a sixth of the panel's
 * pixels: what an eye sees from two metres is seen in them.
 */
export async function small(png: string, longest = 320, quality = 0.4): Promise<string> {
  const whole = await createImageBitmap(blobOf(png, 'image/png'));
  const share = longest / Math.max(whole.width, whole.height);
  const [width, height] = [Math.round(whole.width * share), Math.round(whole.height * share)];
  const canvas = new OffscreenCanvas(width, height);
  const drawing = canvas.getContext('2d');
  if (!drawing) throw new Error('no canvas');
  drawing.imageSmoothingQuality = 'high';
  drawing.drawImage(whole, 0, 0, width, height);
  return base64Of(await canvas.convertToBlob({ type: 'image/webp', quality }));
}

async function pixels(webp: string): Promise<ImageData> {
  const picture = await createImageBitmap(blobOf(webp, 'image/webp'));
  const drawing = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  if (!drawing) throw new Error('no canvas');
  drawing.drawImage(picture, 0, 0);
  return drawing.getImageData(0, 0, picture.width, picture.height);
}

/**
 * Runs in the page: how far two pictures are apart where they are farthest, and both beside what differs; null when
 * no cell's mean differs by more than a reader would see.
 */
export async function differ(was: string, is: string): Promise<{ by: number; picture: string } | null> {
  const [before, after] = await Promise.all([pixels(was), pixels(is)]);
  const { width, height } = after;
  if (before.width !== width || before.height !== height) return { by: 255, picture: '' };
  const marks: [x: number, y: number][] = [];
  let worst = 0;
  for (let top = 0; top < height; top += cell) {
    for (let left = 0; left < width; left += cell) {
      const sums = [0, 0, 0];
      let count = 0;
      for (let y = top; y < Math.min(height, top + cell); y++) {
        for (let x = left; x < Math.min(width, left + cell); x++) {
          const at = 4 * (y * width + x);
          for (const i of [0, 1, 2])
            sums[i] = (sums[i] ?? 0) + (after.data[at + i] ?? 0) - (before.data[at + i] ?? 0);
          count += 1;
        }
      }
      const by = Math.max(...sums.map((sum) => Math.abs(sum) / count));
      worst = Math.max(worst, by);
      if (by > most) marks.push([left, top]);
    }
  }
  if (marks.length === 0) return null;
  const canvas = new OffscreenCanvas(width * 3, height);
  const drawing = canvas.getContext('2d');
  if (!drawing) throw new Error('no canvas');
  drawing.putImageData(before, 0, 0);
  drawing.putImageData(after, width, 0);
  drawing.putImageData(after, 2 * width, 0);
  drawing.fillStyle = 'rgb(255 0 120 / 0.6)';
  for (const [x, y] of marks) drawing.fillRect(2 * width + x, y, cell, cell);
  return {
    by: Math.round(worst),
    picture: await base64Of(await canvas.convertToBlob({ type: 'image/png' })),
  };
}
