// The frame around one control: its name, what stands at the right of it, and below it the hint, the tip and the error.
export default {
  template: `
    <div>
      <div class="field-head"><div class="field-name"><label :for="labels">{{ label }}</label><slot name="name"></slot></div><div class="field-side"><slot name="lead"></slot><span class="field-limits">{{ limits }}</span><span v-if="count" class="field-count">{{ count }}</span><slot name="side"></slot></div></div>
      <div class="field-body"><slot></slot></div>
      <div :id="$attrs.id + '-hint'" :class="hint ? 'field-hint' : more ? 'sr-only' : 'hidden'">{{ hint || more }}</div>
      <div v-if="tip" class="field-tip">{{ tip }}</div>
      <div class="field-error" :class="{ hidden: !error }" :id="$attrs.id + '-error'" role="alert"><span class="icon icon-warning" aria-hidden="true"></span><span>{{ error }}</span></div>
    </div>`,
  props: { label: String, labels: String, limits: String, count: String, hint: String, more: String, tip: String, error: String },
};
