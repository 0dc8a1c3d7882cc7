namespace Microsoft.ML.ResNet.Training;

/// <summary>Where and how often a training run is saved. Nothing of this changes the result.</summary>
/// <param name="Path">The file.</param>
/// <param name="EveryEpochs">How many epochs lie between two; 0 for none but the last.</param>
/// <param name="Every">Within an epoch, when so much time has passed; zero for never.</param>
internal sealed record CheckpointSettings(string Path, int EveryEpochs, TimeSpan Every);
