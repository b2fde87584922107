import { useEffect, useRef, useState } from 'react';
import { useTongue } from '../app/seen.ts';
import { openBrowserCamera } from '../scanner/camera/browser-camera.ts';
import { type CameraTrouble, nameCameraError } from '../scanner/camera/session.ts';
import { addPieceWords } from '../words/piece-words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Again, Camera, Warning } from './icons.ts';
import './recorder.css';

addPieceWords();

/** Pixels of the longer side of a picture that is kept, and how hard it is pressed. */
const longestSide = 1_280;
const jpegQuality = 0.8;

/** Where a picture stands: the camera opens, it looks, one was taken, or there is no camera. */
export type PictureState =
  | { is: 'opening' }
  | { is: 'looking' }
  | { is: 'taken'; url: string }
  | { is: 'trouble'; trouble: CameraTrouble };

/** The picture the camera shows now, as a JPEG without any data about where or when. */
async function pictureOf(video: HTMLVideoElement): Promise<Blob> {
  const share = Math.min(1, longestSide / Math.max(video.videoWidth, video.videoHeight, 1));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(video.videoWidth * share)),
    Math.max(1, Math.round(video.videoHeight * share)),
  );
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality });
}

/** Takes one picture of a thing. The camera is let go once it is taken. */
export function PictureTaker({ onTake }: { onTake: (picture: Blob | null) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<PictureState>({ is: 'opening' });
  const wanted = state.is === 'opening' || state.is === 'looking';
  useEffect(() => {
    const element = video.current;
    if (!wanted || element === null) return;
    let close: (() => void) | null = null;
    let here = true;
    openBrowserCamera(element).then(
      (camera) => {
        close = camera.close;
        if (!here) return close();
        camera.onEnd(() => here && setState({ is: 'trouble', trouble: 'missing' }));
        setState({ is: 'looking' });
      },
      (error: unknown) => here && setState({ is: 'trouble', trouble: nameCameraError(error) }),
    );
    return () => {
      here = false;
      close?.();
    };
  }, [wanted]);
  const [picture, setPicture] = useState<Blob | null>(null);
  // Made anew when this screen is there again after another one that lay over it.
  useEffect(() => {
    if (picture === null) return;
    const url = URL.createObjectURL(picture);
    setState({ is: 'taken', url });
    return () => URL.revokeObjectURL(url);
  }, [picture]);
  const take = async () => {
    if (video.current === null || video.current.videoWidth === 0) return;
    const taken = await pictureOf(video.current);
    setPicture(taken);
    onTake(taken);
  };
  const again = () => {
    setPicture(null);
    setState({ is: 'opening' });
    onTake(null);
  };
  return <PictureFace state={state} video={video} onTake={() => void take()} onAgain={again} />;
}

/** The picture taker as it looks in a state; the gallery draws each. */
export function PictureFace({
  state,
  video,
  onTake,
  onAgain,
}: {
  state: PictureState;
  video?: React.RefObject<HTMLVideoElement | null>;
  onTake: () => void;
  onAgain: () => void;
}) {
  const { say } = useTongue();
  return (
    <section className="taker card" aria-label={say('picture.label')} data-state={state.is}>
      {(state.is === 'opening' || state.is === 'looking') && (
        <>
          <video ref={video} muted playsInline aria-label={say('picture.label')} />
          <p>{say(state.is === 'opening' ? 'camera.starting' : 'picture.how')}</p>
          <Button className="btn btn--go" disabled={state.is === 'opening'} onAct={onTake}>
            <Icon of={Camera} />
            {say('picture.take')}
          </Button>
        </>
      )}
      {state.is === 'taken' && (
        <>
          <img src={state.url} alt={say('picture.taken')} />
          <Button className="btn" onAct={onAgain}>
            <Icon of={Again} />
            {say('picture.again')}
          </Button>
        </>
      )}
      {state.is === 'trouble' && (
        <>
          <p className="taker__problem" role="alert">
            <Icon of={Warning} />
            {say(`camera.troubles.${state.trouble}`)}
          </p>
          <Button className="btn" onAct={onAgain}>
            <Icon of={Again} />
            {say('picture.retry')}
          </Button>
        </>
      )}
    </section>
  );
}
