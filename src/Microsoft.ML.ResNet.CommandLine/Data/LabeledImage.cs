namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>An image file of a container, and the labels that apply to it: one where images are of one class.</summary>
internal sealed record LabeledImage(string Name, string[] Labels);
