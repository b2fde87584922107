import '@fontsource-variable/noto-sans-sc/index.css';
import './look/index.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { Desk } from './app/desk.tsx';

// The page's policy lets no text become a script; zod would try whether it may.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place to draw on');
createRoot(root).render(<Desk />);
