using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // The images that training is validated on.
    public sealed partial class Options
    {
        /// <summary>
        /// Images to measure loss and accuracy on after every epoch, for an estimator within a pipeline, which has no
        /// parameter for them. As in ML.NET's ImageClassification, it is used unmodified: it needs the columns that the
        /// estimator reads, so apply the transformers of the preceding steps to it first. A validation set that is passed to
        /// <c>Fit</c> takes precedence. Not written to JSON. Default: null, for <see cref="ValidationFraction"/>.
        /// </summary>
        [JsonIgnore]
        public IDataView? ValidationSet { get; set; }

        /// <summary>
        /// The share of the training data that is set aside for validation, equally from every class: 0 to below 1. Not used
        /// if there is a validation set. Default: 0.
        /// </summary>
        [Range(0.0, 1.0, MaximumIsExclusive = true)]
        public float ValidationFraction { get; set; }
    }
}
