namespace Microsoft.ML.ResNet.Weights;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Type">Of its elements, as the file says it: F32, BF16 and so on.</param>
/// <param name="Shape">Sizes, none negative.</param>
/// <param name="Begin">Its first byte after the header.</param>
/// <param name="End">The byte behind its last.</param>
internal sealed record SafeTensorsEntry(string Type, long[] Shape, long Begin, long End);
