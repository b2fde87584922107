import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import './dialog.css';

/**
 * A question over the screen that must be answered first: it keeps the focus, and nothing behind it can be touched
 * or read. A touch beside it answers nothing: shaking hands do that.
 */
export function Dialog({
  title,
  children,
  answers,
}: {
  title: string;
  children: ReactNode;
  /** The buttons, the safe one first. */
  answers: ReactNode;
}) {
  return (
    <ModalOverlay className="over" isOpen isKeyboardDismissDisabled>
      <Modal className="over__sheet">
        <AriaDialog className="over__dialog" role="alertdialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div className="over__body">{children}</div>
          <div className="acts acts--two">{answers}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
