// Takes PDFs apart on a thread that is ended with its task, however the task ends.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
