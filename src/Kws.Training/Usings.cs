global using Kws.Listen.Clips;
