namespace Microsoft.ML.ResNet.Training;

/// <summary>Where and how often a training run is saved. These settings do not change the result.</summary>
/// <param name="Path">The file.</param>
/// <param name="EveryEpochs">Epochs between checkpoints; 0 to save only the last one.</param>
/// <param name="Every">Time between checkpoints within an epoch; zero to save none.</param>
internal sealed record CheckpointSettings(string Path, int EveryEpochs, TimeSpan Every);
