// Sends each number back after so many milliseconds, unless another one comes before. See alarm.ts.

let timer: ReturnType<typeof setTimeout> | undefined;

onmessage = ({ data: [id, ms] }: MessageEvent<[number, number]>) => {
  clearTimeout(timer);
  timer = setTimeout(() => postMessage(id), ms);
};
