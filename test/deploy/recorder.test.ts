import { expect, test } from 'vitest';
import { createRecorder, type Progress } from '../../deploy/src/report/recorder.ts';
import { createMask } from '../../deploy/src/secrets.ts';

test('a listener that has gone stops nothing', async () => {
  const recorder = createRecorder(
    () => {
      throw new Error('the channel is closed');
    },
    (text) => text,
  );
  expect(await recorder.step('ngx1', 'put back', async () => 5)).toBe(5);
  expect(recorder.steps).toMatchObject([{ node: 'ngx1', name: 'put back', ok: true }]);
});

test('no secret gets past it, and a failure is kept and passed on', async () => {
  const heard: Progress[] = [];
  const { hide } = createMask(['S3cr3t']);
  const recorder = createRecorder((progress) => heard.push(progress), hide);
  const failing = recorder.step('ngx1', 'stage', () => Promise.reject(new Error('S3cr3t was not accepted')));
  await expect(failing).rejects.toThrow('S3cr3t');
  recorder.note('S3cr3t');
  expect(recorder.steps).toMatchObject([{ ok: false, detail: '**** was not accepted' }]);
  expect(JSON.stringify(heard)).not.toContain('S3cr3t');
});
