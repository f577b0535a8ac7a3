/** What runs recorded, in formats of other tools: TensorBoard, CSV, NumPy, safetensors. */
package io.reprise.engine.internal.export;
