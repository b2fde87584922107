import './app/no-eval.ts';
import '@fontsource-variable/noto-sans-sc/index.css';
import './look/index.css';
import { createRoot } from 'react-dom/client';
import { Desk } from './app/desk.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place to draw on');
createRoot(root).render(<Desk />);
