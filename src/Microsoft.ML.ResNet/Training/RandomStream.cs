namespace Microsoft.ML.ResNet.Training;

/// <summary>Purpose of random numbers. Streams with different purposes are independent.</summary>
internal enum RandomPurpose { Initialization, Order, Augmentation, Mixing, Depth, Search, Trial }

/// <summary>
/// A random number generator whose output depends only on seed, purpose and two indices, not on the runtime, the number
/// of threads or other draws. SplitMix64 (Steele, Lea and Flood 2014) seeded with a hash of all four.
/// </summary>
internal struct RandomStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    public RandomStream(int seed, RandomPurpose purpose, long index = 0, long subindex = 0)
    {
        ulong state = Mix((uint)seed + Golden);
        state = Mix(state + (ulong)purpose + Golden);
        state = Mix(state + (ulong)index + Golden);
        _state = Mix(state + (ulong)subindex + Golden);
    }

    public ulong Next() => Mix(_state += Golden);

    /// <summary>0 to bound - 1, all equally likely; bound is 1 to 2^32 - 1.</summary>
    public uint Below(uint bound)
    {
        // Multiply and take the high half (Lemire 2019). Rejecting a few products removes the bias.
        uint unfair = (0u - bound) % bound;
        ulong product;
        do
            product = (Next() >> 32) * bound;
        while ((uint)product < unfair);
        return (uint)(product >> 32);
    }

    /// <summary>Above 0, at most 1.</summary>
    public double Uniform() => ((Next() >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double Normal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(Uniform()));
        return radius * Math.Cos(2 * Math.PI * Uniform());
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
