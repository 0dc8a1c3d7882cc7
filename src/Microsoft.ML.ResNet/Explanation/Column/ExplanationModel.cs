using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>All that a transformer of explanations is: what a model file holds.</summary>
/// <param name="Classifier">Whose predictions are explained.</param>
/// <param name="Output">Name of the column of maps.</param>
/// <param name="Plan">What is explained.</param>
internal sealed record ExplanationModel(ClassifierModel Classifier, string Output, ExplanationPlan Plan);
