import i18next from 'i18next';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { createRoot } from 'react-dom/client';
import { initReactI18next, useTranslation } from 'react-i18next';
import { z } from 'zod';

/** The least that the screen's libraries can show: one button that counts. Everything else is ours. */
void i18next.use(initReactI18next).init({
  resources: { en: { translation: { pressed: '{{count}} times' } } },
  lng: 'en',
  initAsync: false,
});
const Count = z.number().int();

function Blank() {
  const { t } = useTranslation();
  const [count, setCount] = useState(0);
  return <Button onPress={() => setCount(Count.parse(count + 1))}>{t('pressed', { count })}</Button>;
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Blank />);
