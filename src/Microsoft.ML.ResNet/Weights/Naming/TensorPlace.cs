using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>A tensor that other libraries name, and where its values are in a model.</summary>
/// <param name="Name">Their name of it.</param>
/// <param name="Shape">In their order, see <see cref="WeightOrder"/>.</param>
/// <param name="IsStatistic">Whether it is among the running statistics; among the parameters else.</param>
/// <param name="Range">Its place there.</param>
internal sealed record TensorPlace(string Name, long[] Shape, bool IsStatistic, ParameterRange Range);
