// Turns lists of numbers into calls of the engine, so that a test is one call into the VM.
(function (makeEngine) {
  'use strict';
  const host = {
    // Letters are 10 pixels wide and 12 high, and lines break anywhere.
    measureText(text, size, weight, align, linesMost, lineHeight, widthMost, metrics) {
      const letters = text.length;
      const perLine = widthMost === Infinity ? letters : Math.max(Math.floor(widthMost / 10), 1);
      let lines = Math.ceil(letters / perLine);
      lines = linesMost === 0 ? lines : Math.min(lines, linesMost);
      metrics[0] = Math.min(letters, perLine) * 10;
      metrics[1] = lines * 12;
      metrics[2] = 10;
      return 1;
    },
    releaseText() {},
  };
  return function (list, nodes) {
    const engine = makeEngine(host);
    let i = 0;
    while (i < list.length) {
      const node = list[i + 1];
      switch (list[i]) {
        case 0:
          engine.createNode(node, list[i + 2]);
          i += 3;
          break;
        case 1:
          engine.insertNode(node, list[i + 2], list[i + 3]);
          i += 4;
          break;
        case 2:
          if (engine.setLength(node, list[i + 2], list[i + 3], list[i + 4])) {
            engine.styleChanged(node);
          }
          i += 5;
          break;
        case 3:
          if (engine.setNumber(node, list[i + 2], list[i + 3])) {
            engine.styleChanged(node);
          }
          i += 4;
          break;
        case 4:
          if (engine.setKeyword(node, list[i + 2], list[i + 3])) {
            engine.styleChanged(node);
          }
          i += 4;
          break;
        case 5:
          if (engine.setStyleBit(node, list[i + 2], list[i + 3] !== 0)) {
            engine.styleChanged(node);
          }
          i += 4;
          break;
        case 6:
          engine.setRoot(node);
          engine.layOut(list[i + 2], list[i + 3]);
          i += 4;
          break;
        case 7:
          engine.removeNode(node);
          i += 2;
          break;
        default:
          throw new Error(`no operation ${list[i]} at ${i}`);
      }
    }
    const boxes = new Float32Array(nodes * 4);
    for (let node = 1; node <= nodes; node++) {
      engine.readBox(node, boxes, (node - 1) * 4);
    }
    return boxes;
  };
});
