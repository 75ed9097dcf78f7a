// One sheet, sent straight to the API. The answer's id, or why it was refused, goes to the page.
export default {
  template: `
    <label class="sy-drop" :class="{'sy-drop-over': over}"
      @dragover.prevent="over = true" @dragleave="over = false" @drop.prevent="dropped">
      <input type="file" :accept="accept" :disabled="busy" @change="chosen" class="sy-drop-input" data-testid="sheet">
      <span class="material-icons" aria-hidden="true">upload_file</span>
      <span class="sy-strong">{{ words.choose }}</span>
      <span class="sy-small sy-muted">{{ name }}</span>
    </label>`,
  props: { url: String, accept: { type: String, default: ".xlsx" }, csrf: String, language: String, most: Number, words: Object },
  emits: ["sent", "refused"],
  data: () => ({ over: false, busy: false, name: "" }),
  methods: {
    chosen(event) {
      this.send(event.target.files[0]);
      event.target.value = "";
    },
    dropped(event) {
      this.over = false;
      this.send(event.dataTransfer.files[0]);
    },
    async send(file) {
      if (!file || this.busy) return;
      if (file.size > this.most) return this.$emit("refused", this.words.large);
      this.name = file.name;
      this.busy = true;
      const form = new FormData();
      form.append("file", file);
      try {
        const headers = { "X-CSRF-Token": this.csrf, "Accept-Language": this.language };
        const answer = await fetch(this.url, { method: "POST", body: form, headers });
        const told = await answer.json();
        if (answer.ok) this.$emit("sent", told.id);
        else this.$emit("refused", told.detail);
      } catch {
        this.$emit("refused", this.words.broken);
      }
      this.busy = false;
    },
  },
};
