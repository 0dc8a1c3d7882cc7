namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Decides which residual functions an iteration leaves out (Huang et al. 2016, <i>Deep Networks with Stochastic
/// Depth</i>): block l of L, counted from 1, survives with probability p = 1 - rate * l / L. Where the paper multiplies
/// the function by p in the finished network, it is divided by p in training here: the expectation is the same, and the
/// trained network is an ordinary one.
/// </summary>
/// <param name="rate">The probability that the last block is left out: 0 to below 1.</param>
/// <param name="blocks">All blocks of the network.</param>
/// <param name="seed">With the iteration and the block it decides.</param>
internal sealed class StochasticDepth(float rate, int blocks, int seed)
{
    public float Survival(int block) => 1 - rate * (block + 1) / blocks;

    /// <summary>What the block's residual function is multiplied by: 0, or 1 / p.</summary>
    public float Factor(long iteration, int block)
    {
        float survival = Survival(block);
        RandomStream random = new(seed, RandomPurpose.Depth, iteration, block);
        return random.Uniform() <= survival ? 1 / survival : 0;
    }
}
