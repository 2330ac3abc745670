// What one utterance is about, where one word has to do: the labels of the evaluation and of the classifier.
export const labels = [
  'human_request',
  'complaint',
  'cancellation',
  'pricing',
  'negative_sentiment',
  'none',
] as const
export type Label = (typeof labels)[number]
