/** Steps of what a keeper does, as the rows of steps name them. */
export const signInSteps = ['desk.step.card', 'desk.step.pin', 'desk.step.desk'] as const;
export const doorSteps = ['desk.step.door', 'desk.step.reason', 'desk.step.shut'] as const;
export const thingSteps = ['desk.step.thing', 'desk.step.state'] as const;
export const voiceSteps = ['desk.step.say', 'desk.step.record'] as const;
export const residentSteps = ['desk.step.who', 'desk.step.act'] as const;
