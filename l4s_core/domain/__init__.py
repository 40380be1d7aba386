"""Whether a scene is one that a model knows: what can be told of its values, its ground and its distance from what the
model was trained on (`judge`). The same functions measure the training patches (`measure`). Nothing here changes a
result."""
