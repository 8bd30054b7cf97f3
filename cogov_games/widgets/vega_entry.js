export { vegaEmbed };
