// The place to drop files. Sends each to the API by itself, two at a time, and shows how far it is and why it failed.
// Knows the upload call of API.md; what becomes of a document is the list's to show. What goes with a file, its label
// above all, is asked of the page's own state once the file is chosen: a choice made a moment before counts.
const ATONCE = 2;
// Milliseconds after which an event that waited for the socket has gone.
const SETTLED = 40;
// What a page's socket takes in one message, in characters.
const LONGEST = 300000;
const KEPT = "sy-unsent";

// Every file below a dropped folder, however deep.
const within = async (entry) => {
  if (entry.isFile) return [await new Promise((done, not) => entry.file(done, not))];
  const reader = entry.createReader(), found = [];
  for (;;) {  // a reader gives a hundred at a time
    const some = await new Promise((done, not) => reader.readEntries(done, not));
    if (!some.length) return found;
    for (const one of some) found.push(...await within(one));
  }
};

// Of a folder only what can be read: systems and editors leave files of their own in it.
const readable = (files, accept, folder) => {
  const ends = accept.split(",");
  return folder
    ? files.filter((f) => !/^(\.|~\$|Thumbs\.db$|desktop\.ini$)/.test(f.name) && ends.some((e) => f.name.toLowerCase().endsWith(e)))
    : files;
};

export default {
  template: `
    <div class="sy-drop-box">
      <label class="sy-drop" :class="{'sy-drop-over': over}"
        @dragover.prevent="over = true" @dragleave="over = false" @drop.prevent="dropped">
        <input type="file" multiple :accept="accept" @change="chosen" class="sy-drop-input" data-testid="files">
        <span class="material-icons" aria-hidden="true">upload_file</span>
        <span class="sy-strong">{{ words.drop }}</span>
        <span class="sy-small sy-muted">{{ words.more }}</span>
      </label>
      <div class="sy-drop-more" v-if="folders">
        <button type="button" class="sy-button" @click="$refs.folder.click()">{{ words.folder }}</button>
        <input type="file" webkitdirectory multiple ref="folder" @change="chosen" class="sy-drop-input" tabindex="-1"
          :aria-label="words.folder" data-testid="folder">
        <span class="sy-small sy-muted" v-if="files.length" role="status">{{ total() }}</span>
      </div>
      <div class="sy-note sy-drop-left" v-if="left.length">
        {{ words.left.replace("{n}", left.length) }} {{ left.join("、") }}
      </div>
      <ul class="sy-sent" v-if="files.length" aria-live="polite">
        <li v-for="f in files" :key="f.key" :class="'sy-sent-' + f.state">
          <span class="material-icons" aria-hidden="true">{{ icon(f) }}</span>
          <span class="sy-sent-name">{{ f.file.name }}</span>
          <span class="sy-small">{{ f.say }}</span>
          <progress v-if="f.state === 'sending'" :value="f.sent" max="1"></progress>
        </li>
      </ul>
    </div>`,
  props: { url: String, csrf: String, language: String, accept: String, most: Number, words: Object, tells: Boolean, folders: Boolean },
  emits: ["chosen", "received", "told"],
  data: () => ({ files: [], over: false, running: 0, made: 0, left: [] }),
  mounted() {
    if (this.folders) this.left = this.remembered();
    window.addEventListener("beforeunload", this.leaving);
  },
  unmounted() { window.removeEventListener("beforeunload", this.leaving); },
  methods: {
    // What a reload cuts off: the browser gives no file back, so this tab remembers the names and says them once.
    remembered() {
      let names = [];
      try { names = JSON.parse(sessionStorage.getItem(KEPT) || "[]"); } catch { names = []; }
      sessionStorage.removeItem(KEPT);
      return Array.isArray(names) ? names : [];
    },
    leaving() {
      const open = this.files.filter((f) => f.state === "waiting" || f.state === "sending").map((f) => f.file.name);
      if (this.folders && open.length) sessionStorage.setItem(KEPT, JSON.stringify(open.slice(0, 200)));
    },
    total() {
      const done = this.files.filter((f) => f.state === "done").length;
      const failed = this.files.filter((f) => f.state === "failed").length;
      const said = this.words.total.replace("{done}", done).replace("{all}", this.files.length);
      return failed ? said + " · " + this.words.failed.replace("{n}", failed) : said;
    },
    icon: (f) => ({ waiting: "schedule", sending: "upload", done: "check_circle", failed: "error" })[f.state],
    chosen(event) {
      this.add(readable([...event.target.files], this.accept, event.target.webkitdirectory));
      event.target.value = "";
    },
    async dropped(event) {
      this.over = false;
      const entries = [...event.dataTransfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean);
      if (!entries.some((e) => e.isDirectory)) return this.add([...event.dataTransfer.files]);
      const found = (await Promise.all(entries.map(within))).flat();
      this.add(readable(found, this.accept, true));
    },
    add(list) {
      this.left = [];
      for (const file of list) {
        const row = { key: ++this.made, file, state: "waiting", say: "", sent: 0, fields: null };
        if (file.size > this.most) Object.assign(row, { state: "failed", say: this.words.large });
        this.files.unshift(row);
      }
      this.ask(this.made);
    },
    // Until the page's socket stands, each event waits on a clock of its own (every 10 ms): this one goes after all others.
    ask(last) {
      if (window.did_handshake) setTimeout(() => this.$emit("chosen", last), SETTLED);
      else setTimeout(() => this.ask(last), SETTLED);
    },
    go(last, fields) {
      for (const row of this.files) if (row.key <= last && !row.fields) row.fields = fields;
      this.next();
    },
    next() {
      while (this.running < ATONCE) {
        const row = this.files.findLast((f) => f.state === "waiting" && f.fields && !f.held);
        if (!row) return;
        this.running++;
        this.send(row);
      }
    },
    send(row) {
      const form = new FormData();
      for (const [name, value] of Object.entries(row.fields)) form.append(name, value);
      form.append("file", row.file);
      const call = new XMLHttpRequest();
      call.open("POST", this.url);
      call.setRequestHeader("X-CSRF-Token", this.csrf);
      call.setRequestHeader("Accept-Language", this.language);
      call.upload.onprogress = (e) => { if (e.lengthComputable) row.sent = e.loaded / e.total; };
      call.onload = () => this.answered(row, call);
      call.onerror = () => this.ended(row, "failed", this.words.broken);
      Object.assign(row, { state: "sending", say: this.words.sending });
      call.send(form);
    },
    answered(row, call) {
      let body = {};
      try { body = JSON.parse(call.responseText); } catch { body = {}; }
      if (this.tells && call.status === 200 && call.responseText.length > LONGEST) return this.ended(row, "failed", this.words.long);
      if (this.tells && call.status === 200) this.$emit("told", body);
      if (call.status === 202 || call.status === 201) this.ended(row, "done", this.words.received);
      else if (call.status === 200) this.ended(row, "done", this.words.known);
      else if (call.status === 429) this.later(row, Number(call.getResponseHeader("Retry-After")) || 5, body.detail);
      else this.ended(row, "failed", body.detail || body.title || this.words.broken);
    },
    // Too many wait already: this one is sent again when the server says, with the fields it had.
    later(row, seconds, say) {
      row.held = true;
      setTimeout(() => { row.held = false; this.next(); }, seconds * 1000);
      this.ended(row, "waiting", say);
    },
    ended(row, state, say) {
      Object.assign(row, { state, say });
      this.running--;
      if (state === "done") this.$emit("received");
      this.next();
    },
  },
};
