namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>An image file of a container and its class.</summary>
/// <param name="Name">Path relative to the container's root, with <c>/</c> as separator.</param>
/// <param name="Label">The class.</param>
internal sealed record ImageFile(string Name, string Label);
